void old() throw(int) { throw 3; }
int main() { try { old(); } catch (int n) { return n - 3; } }
