import http from "node:http";
import https from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Certificate } from "./certificate.js";

/** Answers one request; the fault, if any, is its own business. */
export type Reply = (request: IncomingMessage, response: ServerResponse) => void;

/** A request as the server saw it. `range` is the value of its Range field, such as `bytes=100-`. */
export interface Seen {
  readonly path: string;
  readonly range: string | undefined;
}

export interface Server {
  /** Every request so far, oldest first. */
  readonly requests: Seen[];
  /** The URL of a path that begins with a slash. */
  url(path: string): string;
  /** Sets the replies for a path: the first request gets the first, and the last one is used again and again. */
  route(path: string, ...replies: readonly [Reply, ...Reply[]]): void;
  /** Cuts all connections and stops. */
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1; with a certificate it speaks https. Unknown paths get 404. */
export async function serve(certificate?: Certificate): Promise<Server> {
  const routes = new Map<string, Reply[]>();
  const requests: Seen[] = [];
  const answer: Reply = (request, response) => {
    const path = request.url ?? "";
    requests.push({ path, range: request.headers.range });
    const replies = routes.get(path) ?? [status(404)];
    (replies.length > 1 ? replies.shift() : replies[0])?.(request, response);
  };
  const server = certificate ? https.createServer(certificate, answer) : http.createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    url: (path) => `${certificate ? "https" : "http"}://127.0.0.1:${port}${path}`,
    route: (path, ...replies) => void routes.set(path, [...replies]),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The whole file, or the rest of it if a Range asks for that (RFC 9110, section 14). */
export function whole(body: Buffer): Reply {
  return (request, response) => void begin(request, response, body, (rest) => response.end(rest));
}

/** The whole file, whatever Range says. */
export function wholeWithoutRange(body: Buffer): Reply {
  return (_request, response) => void response.writeHead(200, { "content-length": body.length }).end(body);
}

/** The file with its right length, but the connection is cut after `bytes` bytes. */
export function cut(body: Buffer, bytes: number): Reply {
  return (request, response) =>
    begin(request, response, body, (rest) => {
      response.write(rest.subarray(0, bytes), () => response.destroy());
    });
}

/** Sends `bytes` bytes, then waits for `until`, then sends the others; for ever if `until` never resolves. */
export function pause(body: Buffer, bytes: number, until: Promise<void> = new Promise(() => undefined)): Reply {
  return (request, response) =>
    begin(request, response, body, (rest) => {
      response.write(rest.subarray(0, bytes));
      void until.then(() => response.end(rest.subarray(bytes)));
    });
}

/** A file that ends early without a length to tell it: the connection is closed after `bytes` bytes (HTTP/1.0 style). */
export function truncated(body: Buffer, bytes: number): Reply {
  return (request, response) => {
    response.useChunkedEncodingByDefault = false;
    response.shouldKeepAlive = false;
    response.end(body.subarray(firstByte(request), firstByte(request) + bytes));
  };
}

/** A body without end and without a length. `sent` is told the number of bytes after each write. */
export function endless(sent: (bytes: number) => void = () => undefined): Reply {
  return (_request, response) => {
    let bytes = 0;
    const more = (): void => {
      if (response.destroyed) return;
      sent((bytes += 16_384));
      response.write(Buffer.alloc(16_384), () => setImmediate(more));
    };
    more();
  };
}

/** A part of `body` that claims to belong to a file of `total` bytes. */
export function wrongTotal(body: Buffer, total: number): Reply {
  return (request, response) => {
    const first = firstByte(request);
    response
      .writeHead(206, { "content-range": `bytes ${first}-${body.length - 1}/${total}` })
      .end(body.subarray(first));
  };
}

export function status(code: number): Reply {
  return (_request, response) => void response.writeHead(code).end(`status ${code}\n`);
}

export function redirect(location: string): Reply {
  return (_request, response) => void response.writeHead(302, { location }).end("moved\n");
}

function firstByte(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
}

function begin(request: IncomingMessage, response: ServerResponse, body: Buffer, send: (rest: Buffer) => void): void {
  const first = firstByte(request),
    length = body.length - first;
  if (first > 0 && length <= 0) {
    status(416)(request, response);
    return;
  }
  const part = { "content-range": `bytes ${first}-${body.length - 1}/${body.length}` };
  response.writeHead(first > 0 ? 206 : 200, { "content-length": length, ...(first > 0 ? part : {}) });
  send(body.subarray(first));
}
