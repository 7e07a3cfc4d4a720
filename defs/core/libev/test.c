#include <unistd.h>
#include <ev.h>
static int seen;
static void read_it(EV_P_ ev_io *watcher, int events) {
  char letter;
  seen = read(watcher->fd, &letter, 1) == 1 && letter == 'x';
  ev_break(EV_A_ EVBREAK_ALL);
}
int main(void) {
  int ends[2];
  ev_io watcher;
  struct ev_loop *loop = ev_default_loop(0);
  if (loop == NULL || pipe(ends) != 0 || write(ends[1], "x", 1) != 1) return 1;
  ev_io_init(&watcher, read_it, ends[0], EV_READ);
  ev_io_start(loop, &watcher);
  ev_run(loop, 0);
  return !seen;
}
