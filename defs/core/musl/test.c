#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int main(void) {
  char text[20];
  snprintf(text, sizeof text, "%.1f", strtod("1.5", NULL));
  return strcmp(text, "1.5");
}
