/* The processor's limit: fused multiply-adds of doubles on one core, from registers alone. Prints GFLOPS, the best of several runs. */
#include <stdio.h>
#include <time.h>

#if defined(__AVX512F__)
enum { BYTES = 64 };
#elif defined(__AVX__)
enum { BYTES = 32 };
#else
enum { BYTES = 16 };
#endif
#if defined(__aarch64__)
#define REGISTER "w"
#else
#define REGISTER "v"
#endif
typedef double vector __attribute__((vector_size(BYTES)));

/* Independent sums, so that each waits for none: a latency of 4 cycles at 2 instructions a cycle needs 8. With x and y they fit 16 registers. */
enum { SUMS = 12, LANES = BYTES / sizeof(double) };

int main(void) {
  const long rounds = 1000000;
  double best = 0;
  for (int run = 0; run < 10; run++) {
    vector sum[SUMS], x = (vector){} + 0.999, y = (vector){} + 1e-9;
    for (int i = 0; i < SUMS; i++) {
      sum[i] = (vector){} + (double)i;
      __asm__ volatile("" : "+" REGISTER(sum[i])); /* unknown to the compiler, so it cannot compute ahead */
    }
    struct timespec start, stop;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (long round = 0; round < rounds; round++) {
      for (int i = 0; i < SUMS; i++) sum[i] = sum[i] * x + y;
      __asm__ volatile("" : "+" REGISTER(sum[0])); /* every round is made */
    }
    for (int i = 0; i < SUMS; i++) __asm__ volatile("" ::REGISTER(sum[i])); /* every sum is used */
    clock_gettime(CLOCK_MONOTONIC, &stop);
    double seconds = (stop.tv_sec - start.tv_sec) + 1e-9 * (stop.tv_nsec - start.tv_nsec);
    double gflops = 2.0 * LANES * SUMS * rounds / seconds / 1e9;
    if (gflops > best) best = gflops;
  }
  printf("%.2f\n", best);
}
