# The figures that tests/Analysis checks against, by R. How it was run, with Debian 12's r-base-core 4.2.2, r-cran-boot 1.3-28.1
# and r-cran-survival 3.5-3:
#   Rscript tests/Analysis/reference/statistics.R > tests/Analysis/reference/statistics.csv
say <- function(name, values) for (i in seq_along(values)) cat(sprintf("%s %d,%.15g\n", name, i, values[i]))
cat("name,value\n")
a <- c(0.915, 0.93, 0.925, 0.94, 0.905)
b <- c(0.93, 0.945, 0.92, 0.955, 0.93)
x <- c(3.1, 4.7, 2.2, 9.8, 5.5, 4.1, 3.9, 5.0, 6.3, 4.4, 20.5)
say("wilson 183/200", prop.test(183, 200, correct = FALSE)$conf.int)
say("wilson 0/20", prop.test(0, 20, correct = FALSE)$conf.int)
say("wilson 20/20", prop.test(20, 20, correct = FALSE)$conf.int)
say("student", t.test(a)$conf.int)
say("paired", c(t.test(b, a, paired = TRUE)$estimate, t.test(b, a, paired = TRUE)$conf.int, t.test(b, a, paired = TRUE)$p.value))
say("interquartile mean", mean(x, trim = 0.25))
say("mcnemar 3 12", binom.test(3, 15)$p.value)
say("mcnemar 0 1", binom.test(0, 1)$p.value)
say("mcnemar 210 265", binom.test(210, 475)$p.value)
say("holm", p.adjust(c(0.012, 0.04, 0.001, 0.5, 0.03), "holm"))
for (n in c(2, 5, 29, 200)) say(sprintf("power %d", n), power.t.test(n = n, delta = 0.54, sd = 1, type = "paired", strict = TRUE)$power)
say("seeds 0.54", ceiling(power.t.test(power = 0.8, delta = 0.54, sd = 1, type = "paired", strict = TRUE)$n))
# Clopper and Pearson's interval; of half wins R has the same quantiles and no test.
for (k in c(5, 4, 0)) say(sprintf("clopper %d/5", k), binom.test(k, 5)$conf.int)
say("clopper 17/20", binom.test(17, 20)$conf.int)
say("clopper 4.5/5", c(qbeta(0.025, 4.5, 1.5), qbeta(0.975, 5.5, 0.5)))
# One-way analyses of variance: the share of what is within groups, balanced and not.
share <- function(y, g) {
  ms <- summary(aov(y ~ factor(g)))[[1]]$"Mean Sq"
  n <- table(g)
  ms[2] / (ms[2] + max(0, ms[1] - ms[2]) / ((sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)))
}
say("seeds' share", c(share(c(0, 2, 4, 6, 8, 10), c(1, 1, 2, 2, 3, 3)), share(c(1, 2, 3, 8, 8, 4), c(1, 1, 1, 2, 2, 3))))
# A full grid: what of the variance each main effect is, and the last two together.
grid <- expand.grid(n = 0:3, w = c(1, -1, 0), o = 0:1)
squares <- summary(aov(n + w + ifelse(o == 1 & w == 1, 3, 0) ~ factor(n) * factor(w) * factor(o), grid))[[1]]$"Sum Sq"
say("anova", squares[c(1, 2, 3, 6)] / sum(squares))
say("concordance", (cor(x, rev(x), method = "kendall") + 1) / 2)
# All draws of so many from five, one by one.
v <- c(0.3, 0.9, 0.5, 0.7, 0.1)
say("expected best", sapply(1:5, function(k) mean(apply(expand.grid(rep(list(v), k)), 1, max))))
# Harrell's counts, with ties.
then <- c(0.7, 0.72, 0.75, 0.75, 0.8, 0.81, 0.79, 0.6)
end <- c(0.8, 0.78, 0.85, 0.86, 0.86, 0.9, 0.84, 0.7)
count <- survival::concordance(end ~ then)$count
say("concordance with ties", count[["concordant"]] / (count[["concordant"]] + count[["discordant"]]))
# Another program's bootstrap with another's random numbers.
set.seed(1)
say("bca of boot", boot::boot.ci(boot::boot(x, function(v, i) mean(v[i]), 99999), type = "bca")$bca[4:5])
say("quartiles", quantile(c(7, 1, 4, 2, 20, 11), type = 7))
# Of a surface the nodes 0, 12 and 23 of its diagonal: Gaussian weights of 0.5 / (7 - 1) of an axis, none from three deviations on.
sx <- c(0, 0.02, 1, 0.1, 0.5, 0.55, 0.3); sy <- log10(c(1, 1.5, 100, 2, 10, 12, 30)); sz <- c(2, 4, 7, 1, 5, 9, 6)
say("surface", sapply(c(0, 12, 23) / 23, function(node) {
  far <- ((sx - node) / max(0.08, 0.5 / 6))^2 + ((sy / 2 - node) / max(0.08, 0.5 / 6))^2
  weighted.mean(sz[far < 9], exp(-far[far < 9] / 2))
}))
