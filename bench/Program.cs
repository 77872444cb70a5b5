using System.Diagnostics;
using System.Globalization;
using Goalkeeper.Training;

// Microseconds an iteration of the football network, 2-20-3-1 on 211 examples, no cost in the loop: the counterpart of football.py.
// The best of several runs, since these machines are shared; a first run lets the compiler finish.
const int iterations = 5000;
var repeats = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var pitch = GeneratedDatasets.Pitch();
var data = new Dataset("train only", pitch.FeatureNames, pitch.Train);
var plain = new TrainingSettings
{
    Hidden = [20, 3],
    Initialization = Initialization.Xavier,
    Seed = 3,
    LearningRate = 0.3,
    Iterations = iterations,
    RecordEvery = iterations,
};
foreach (var (name, settings) in ((string, TrainingSettings)[])
[
    ("plain", plain),
    ("l2", plain with { Lambda = 0.7 }),
    ("dropout", plain with { KeepProb = [0.86] }),
    ("tanh", plain with { Activation = Activation.Tanh }),
])
{
    var best = double.PositiveInfinity;
    for (var run = 0; run <= repeats; run++)
    {
        var start = Stopwatch.GetTimestamp();
        Trainer.Train(settings, data);
        if (run > 0) best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / iterations);
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {best:F2}"));
}
