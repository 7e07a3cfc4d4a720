#include <curses.h>
#include <term.h>
int main(void) {
  int answer;
  if (setupterm("xterm", 1, &answer) != OK || answer != 1) return 1;
  return tigetnum("cols") != 80 || tigetstr("clear") == NULL;
}
