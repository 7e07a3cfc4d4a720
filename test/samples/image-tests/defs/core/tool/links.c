#include <tool.h>
/* A heredoc would end at this line:
EOF
*/
int main(void) { return tool("$HOME \\ \"") != 0; }
