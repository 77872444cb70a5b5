# Minimizes (x - 3)² step by step, from a place that the seed draws.
lr <- as.numeric(Sys.getenv("GOALKEEPER_PARAM_lr"))
set.seed(as.integer(Sys.getenv("GOALKEEPER_SEED")))
x <- rnorm(1)
for (step in 1:10) {
  x <- x - lr * 2 * (x - 3)
  cat(sprintf("goalkeeper: step=%d val_loss=%.8g\n", step, (x - 3)^2))
}
