import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join, normalize } from "node:path";
import { createServer as createPortServer, type AddressInfo } from "node:net";

/** A real registry and a lookaside web server, both on loopback. */
export interface Site {
  readonly registry: string;
  readonly lookaside: string;
  stop(): void;
}

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createPortServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export async function startSite(directory: string, signatures: string): Promise<Site> {
  const port = await freePort();
  const config = join(directory, "registry.yml");
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${directory}/registry}}\nhttp: {addr: "127.0.0.1:${port}"}\n`,
  );
  const child: ChildProcess = spawn("docker-registry", ["serve", config], { stdio: "ignore" });
  const server: Server = createServer((request, response) => {
    const file = join(signatures, normalize(decodeURIComponent(request.url ?? "/")));
    if (!existsSync(file)) return void response.writeHead(404).end();
    createReadStream(file).pipe(response);
  });
  const webPort = await freePort();
  await new Promise<void>((resolve) => server.listen(webPort, "127.0.0.1", resolve));
  const registry = `127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (
      await fetch(`http://${registry}/v2/`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      break;
    if (tries > 100) throw new Error("docker-registry does not answer");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    registry,
    lookaside: `http://127.0.0.1:${webPort}`,
    stop() {
      child.kill();
      server.close();
    },
  };
}

const sha = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");

/** Pushes an image of one file, keeping its bytes as they are; returns the manifest digest. */
export async function pushImage(site: Site, directory: string, name: string, tag: string): Promise<string> {
  mkdirSync(join(directory, "root"), { recursive: true });
  writeFileSync(join(directory, "root", "name"), name);
  execFileSync("tar", [
    "-C",
    join(directory, "root"),
    "--format=gnu",
    "--mtime=@1",
    "-cf",
    join(directory, "layer.tar"),
    "name",
  ]);
  const layer = readFileSync(join(directory, "layer.tar"));
  const config = JSON.stringify({
    architecture: "amd64",
    os: "linux",
    config: {},
    rootfs: { type: "layers", diff_ids: [`sha256:${sha(layer)}`] },
  });
  const type = (kind: string): string => `application/vnd.oci.image.${kind}`;
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: type("manifest.v1+json"),
    config: { mediaType: type("config.v1+json"), digest: `sha256:${sha(config)}`, size: config.length },
    layers: [{ mediaType: type("layer.v1.tar"), digest: `sha256:${sha(layer)}`, size: layer.length }],
  });
  for (const blob of [layer, Buffer.from(config)]) {
    const start = await fetch(`http://${site.registry}/v2/${name}/blobs/uploads/`, { method: "POST" });
    const place = new URL(start.headers.get("location") ?? "");
    place.searchParams.set("digest", `sha256:${sha(blob)}`);
    await expectOk(
      await fetch(place, {
        method: "PUT",
        body: new Uint8Array(blob),
        headers: { "content-type": "application/octet-stream" },
      }),
    );
  }
  await expectOk(
    await fetch(`http://${site.registry}/v2/${name}/manifests/${tag}`, {
      method: "PUT",
      body: manifest,
      headers: { "content-type": type("manifest.v1+json") },
    }),
  );
  return sha(manifest);
}

async function expectOk(answer: Response): Promise<void> {
  if (!answer.ok) throw new Error(`registry: ${answer.status} ${await answer.text()}`);
}
