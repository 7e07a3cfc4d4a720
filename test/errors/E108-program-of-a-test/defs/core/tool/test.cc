int main() { return 0; } // ÿ
