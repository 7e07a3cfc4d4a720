/**
 * Names of StageX images by stage, without it: those of release 2026.03.0, and older ones that public projects use. One of those that
 * this tree lacks is no misspelling. The list is of 2026-09.
 */
const byStage = {
  bootstrap: "stage0 stage1 stage2 stage3",
  core:
    "acl argp-standalone attr autoconf automake bash bc binutils bison boost brotli bsd-compat-headers busybox " +
    "bzip2 c-ares ca-certificates ccache clang clang-analyzer clang-cpp-libs clang-devel clang-devel-static " +
    "clang-libs clang-rt-devel cmake composer coreutils cross-x86_64-gnu-gcc curl cython diffutils docbook-xml " +
    "docbook-xsl doctest ed expat filesystem findutils flex fmt gawk gc gcc gdbm gettext git gmp go grep gzip " +
    "hiredis icu isl libatomic-chimera libatomic_ops libcxx libcxx-devel libcxx-devel-static libcxxabi " +
    "libcxxabi-devel libcxxabi-devel-static libedit libev libfaketime libffi libnghttp2 libpng libtool libucontext " +
    "libunwind libunwind-devel libunwind-devel-static libxml2 libxslt libzip libzstd linux-headers lld lld-devel " +
    "llvm llvm-binutils llvm-devel llvm-devel-static llvm-libgcc llvm-libs llvm-linker-tools llvm-runtime " +
    "llvm-tools llvm16 lmdb lua luarocks lzip m4 make meson mimalloc mlir mlir-devel mlir-devel-static mlir-libs " +
    "mold mpc mpfr musl musl-fts musl-obstack ncurses nlohmann-json nodejs npm onetbb openssl pcre2 perl " +
    "perl-module-build perl-pod-parser php php-dev php-dev-zts php-embed php-embed-zts php-ext-curl " +
    "php-ext-curl-zts php-ext-filter php-ext-filter-zts php-ext-mbstring php-ext-mbstring-zts php-ext-openssl " +
    "php-ext-openssl-zts php-ext-phar php-ext-phar-zts php-ext-sodium php-ext-sodium-zts php-ext-tokenizer " +
    "php-ext-tokenizer-zts php-ext-zip php-ext-zip-zts php-ext-zlib php-ext-zlib-zts php-fpm php-zts pie pkgconf " +
    "po4a profile py-build py-cffi py-dateutil py-distro py-flit py-gpep517 py-installer py-packaging py-pep517 " +
    "py-setuptools py-setuptools-scm py-toml py-urllib3 py-wheel python range-v3 re2c readline ruby rust " +
    "rust-bindgen samurai sed solidity sqlite3 tar tcl tcl8 texinfo toybox user-runtime uv xxhash xz yaml zlib",
  pallet:
    "cgo clang clang-cmake-busybox clang-gnu-busybox clang-meson-busybox cython gcc gcc-cmake-busybox " +
    "gcc-gnu-busybox gcc-gnu-gnu gcc-meson-busybox go lua luarocks nodejs php php-composer python rust solidity",
  user:
    "abseil-cpp acme-tiny acpica age alsa-lib ansible ansible-core anubis apr apr-util argon2 arti aspell " +
    "autoconf-archive aws-cli bash-completion bdftopcf buf buildkit caddy canokey-qemu capnproto ccid chrpath " +
    "containerd cpio dhcpcd diffoscope docker docker-cli-buildx dosfstools doxygen dtc e2fsprogs edk2 eif_build " +
    "elfutils eudev file flashtools freetds fuse-overlayfs fuse3 gdb gen_initramfs glib glibc glslang go-md2man " +
    "gperf gpg groff grpcurl grub guestctl hardened_malloc helm hivemind hugo hugo-extended " +
    "hugo-extended-with-deploy hunspell hwdata icepick inotify-tools iproute2 iptables iputils ipxe jq json-c " +
    "json-glib just k9s kernel-hardening-checker keyfork kmod krb5 ksops-dry-run kubeconform kubectl kustomize " +
    "kustomize-sops libaio libarchive libassuan libbsd libcap libcap-ng libclc libdeflate libdrm libevent libgcrypt " +
    "libgpg-error libice libiconv libimobiledevice libimobiledevice-glue libksba libmd libmnl libnftnl libpciaccess " +
    "libplist libqrencode libseccomp libslirp libsm libsodium libtasn1 libtpms libusb libusbmuxd libva libvdpau " +
    "libverto libx11 libxau libxcb libxdamage libxdmcp libxext libxfixes libxmu libxrandr libxrender libxshmfence " +
    "libxt libxxf86vm libzbar libzbar-optimized-qrcode linux linux-airgap linux-generic linux-guest linux-guest-net " +
    "linux-nitro linux-pam linux-server litestream llama-cpp lldb lzo maturin mdbook mockgen mpfr mtools nasm " +
    "natscli nettle ninja nit npth numactl nuspell ocismack openldap openpgp-card-tools opensc openssh opentofu " +
    "osv-scanner patch pcsc-lite pcsc-tools perl-dbi perl-yaml-syck pgbouncer pinentry postgresql protobuf " +
    "protoc-gen-go protoc-gen-go-grpc protoc-gen-grpc-gateway protoc-gen-openapiv2 protoc-go-inject-tag " +
    "py-alabaster py-argcomplete py-attrs py-awscrt py-babel py-bcrypt py-boto3 py-botocore py-certifi py-colorama " +
    "py-cparser py-cryptography py-decorator py-defusedxml py-distlib py-dnspython py-docutils py-fluidity " +
    "py-gssapi py-hatch-vcs py-hatchling py-idna py-imagesize py-invoke py-jinja2 py-jmespath py-jsonschema " +
    "py-ldap3 py-lexicon py-libarchive py-magic py-mako py-markupsafe py-netaddr py-pam py-paramiko py-passlib " +
    "py-pathspec py-pika py-pluggy py-ply py-prompt_toolkit py-pyasn1 py-pycparser py-pygments py-pynacl " +
    "py-pyrsistent py-pytz py-requests py-resolvelib py-ruamel.yaml py-s3transfer py-semantic-version " +
    "py-setuptools-rust py-setuptools-scm py-six py-snowballstemmer py-sphinx py-sphinx-issues py-sphinx_rtd_theme " +
    "py-sphinxcontrib-applehelp py-sphinxcontrib-devhelp py-sphinxcontrib-htmlhelp py-sphinxcontrib-jquery " +
    "py-sphinxcontrib-qthelp py-sphinxcontrib-serializinghtml py-trove-classifiers py-typing-extensions py-vobject " +
    "py-waitress py-wcwidth py-yaml qemu redis rhash runc scdoc sdtool seabios sequoia-sq sequoia-sq-completions " +
    "sequoia-sq-wot sevctl skalibs snpguest snphost socat sops spirv-headers spirv-llvm-translator spirv-tools " +
    "ssh-tpm-agent sshpass strace sudo swig swtpm sxctl syslinux talosctl talosctl-completions terminus-font tflint " +
    "tini tmux tpm2-tools tpm2-tss typst unixodbc usbmuxd util-linux util-macros utmps valgrind vim vim-common " +
    "vim-tutor vimdiff vulkan-headers vulkan-loader wayland wayland-protocols xcb-proto xmlto xorgproto xorriso " +
    "xtrans xxd yarn yq zbar zbarcam zeromq zip",
};

/** The same, whole. */
export const stagexNames: ReadonlySet<string> = new Set(
  Object.entries(byStage).flatMap(([stage, names]) => names.split(" ").map((name) => `${stage}-${name}`)),
);
