/** What a system's error means, by its code (errno(3)). */
const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EISDIR: "is a directory",
  ELOOP: "its symbolic links lead in a circle",
  ENAMETOOLONG: "its name is too long",
  ENOENT: "not found",
  ENOSPC: "no space left on the device",
  ENOTDIR: "a part of the path is no directory",
  EROFS: "the file system is read-only",
};

/** The message of an error: `<path>: <reason>` in plain words when it is the system's about a file. */
export function plainMessage(error: Error): string {
  const { code, path } = error as NodeJS.ErrnoException;
  const reason = code === undefined ? undefined : reasons[code];
  return reason === undefined || path === undefined ? error.message : `${path}: ${reason}`;
}
