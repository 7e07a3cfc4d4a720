/**
 * Names of StageX images that public projects use, by stage, without it: a name of those that this tree lacks is no misspelling. The list is
 * of 2026-09.
 */
const byStage = {
  core:
    "autoconf automake bash bc binutils bison busybox bzip2 ca-certificates clang cmake coreutils cross-x86_64-gnu-gcc " +
    "curl diffutils expat filesystem findutils flex gawk gcc gettext git gmp go grep isl libcxx libcxxabi libffi libtool " +
    "libunwind libxml2 libzstd linux-headers lld llvm llvm16 luarocks m4 make meson mpc mpfr musl ncurses nodejs npm " +
    "openssl pcre2 perl pkgconf py-build py-dateutil py-flit py-gpep517 py-installer py-pep517 py-setuptools py-toml " +
    "py-wheel python readline rust samurai sed sqlite3 tar user-runtime xz zlib",
  pallet: "cgo clang clang-cmake-busybox clang-gnu-busybox gcc gcc-gnu-busybox gcc-gnu-gnu go lua nodejs python rust",
  user:
    "abseil-cpp caddy containerd cpio dhcpcd docker docker-cli-buildx dosfstools doxygen e2fsprogs eif_build elfutils " +
    "eudev file fuse-overlayfs fuse3 gen_initramfs glibc gpg hugo-extended iproute2 iptables jq libassuan libcap " +
    "libgcrypt libgpg-error libseccomp libsodium libusb linux-nitro linux-pam linux-server lzo mtools nettle nit npth " +
    "openssh opentofu patch pcsc-lite protobuf py-requests py-semantic-version py-setuptools-rust py-setuptools-scm runc " +
    "sequoia-sq sequoia-sq-wot socat syslinux tpm2-tss util-linux zeromq zip",
};

/** The same, whole. */
export const stagexNames: ReadonlySet<string> = new Set(
  Object.entries(byStage).flatMap(([stage, names]) => names.split(" ").map((name) => `${stage}-${name}`)),
);
