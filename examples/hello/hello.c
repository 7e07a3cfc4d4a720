#include <stdio.h>

int main(void)
{
	return puts("hello from scratch") < 0;
}
