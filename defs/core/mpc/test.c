#include <mpc.h>
int main(void) {
  mpc_t i;
  mpc_init2(i, 100);
  mpc_set_ui_ui(i, 0, 1, MPC_RNDNN);
  mpc_sqr(i, i, MPC_RNDNN);
  return mpc_cmp_si_si(i, -1, 0) != 0;
}
