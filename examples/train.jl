# Minimizes (x - 3)² step by step, from a place that the seed draws.
using Random
function descend(x, lr)
    for step in 1:10
        x -= lr * 2 * (x - 3)
        println("goalkeeper: step=$step val_loss=$((x - 3)^2)")
    end
end
Random.seed!(parse(Int, ENV["GOALKEEPER_SEED"]))
descend(randn(), parse(Float64, ENV["GOALKEEPER_PARAM_lr"]))
