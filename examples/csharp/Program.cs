// Fits a line to forty noisy points, step by step, with each learning rate and momentum: dotnet run --project examples/csharp
using Goalkeeper.Runner;

var space = new Space();
var lr = space.Add("lr", 0.003, 0.01, 0.03, 0.1);
var momentum = space.Add("momentum", 0, 0.5, 0.9);

var sweep = Sweep.Run(
    space,
    (trial, stop) =>
    {
        var line = new Line(trial.Seed);
        for (var step = 1; step <= 40; step++)
        {
            line.Descend(trial.Get(lr), trial.Get(momentum));
            trial.Report(step, ("val_loss", line.Loss));
        }
        return line.Loss;
    },
    new SweepOptions { Name = "line", Metric = "val_loss", Replicates = 3 });

Console.WriteLine($"best: {sweep.Best}, with a val_loss of {sweep.BestMean:F4} on average over the seeds");
