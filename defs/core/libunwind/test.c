#define UNW_LOCAL_ONLY
#include <libunwind.h>
#include <stdio.h>

/* Counts the frames between here and the start of the program. */
static __attribute__((noinline)) int depth(int more)
{
	if (more > 0)
		return depth(more - 1) + 0 * more;
	unw_context_t context;
	unw_cursor_t cursor;
	int frames = 0;
	if (unw_getcontext(&context) || unw_init_local(&cursor, &context))
		return -1;
	while (unw_step(&cursor) > 0)
		frames++;
	return frames;
}

int main(void)
{
	int shallow = depth(0), deep = depth(5);
	printf("%d %d\n", shallow, deep);
	return !(shallow > 0 && deep >= shallow);
}
