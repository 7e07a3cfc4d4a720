#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
int main(void) {
  int error;
  size_t place;
  pcre2_code *code = pcre2_compile((PCRE2_SPTR) "(?<=a)b+\\K(c)", PCRE2_ZERO_TERMINATED, PCRE2_UTF, &error, &place, NULL);
  if (code == NULL || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0) return 1;
  pcre2_match_data *match = pcre2_match_data_create_from_pattern(code, NULL);
  int groups = pcre2_match(code, (PCRE2_SPTR) "abbc", 4, 0, 0, match, NULL);
  int wrong = groups != 2 || pcre2_get_ovector_pointer(match)[0] != 3;
  pcre2_match_data_free(match);
  pcre2_code_free(code);
  return wrong;
}
