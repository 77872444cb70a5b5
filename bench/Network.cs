using System.Diagnostics;
using Goalkeeper.Training;

namespace Goalkeeper.Bench;

/// <summary>A network of the course on its data, as both sides train it: on the train split, nothing recorded in between.</summary>
internal sealed record Network(string Name, Dataset Data, TrainingSettings Settings)
{
    /// <summary>2-20-3-1 on 211 examples: the football network. The positions are generated, so that no file is needed; their number is the same.</summary>
    public static Network Football { get; } = TrainOnly("football", GeneratedDatasets.Pitch(), new TrainingSettings
    {
        Hidden = [20, 3],
        Initialization = Initialization.Xavier,
        Seed = 3,
        LearningRate = 0.3,
        Iterations = 5000,
        RecordEvery = 5000,
    });

    /// <summary>2-10-5-1 on 300 examples.</summary>
    public static Network Circles { get; } = TrainOnly("circles", GeneratedDatasets.Circles(), Football.Settings with
    {
        Hidden = [10, 5],
        Initialization = Initialization.He,
        LearningRate = 0.01,
    });

    /// <summary>2-4-1 on 400 examples, tanh.</summary>
    public static Network Flower { get; } = TrainOnly("flower (tanh)", GeneratedDatasets.Flower(), Football.Settings with
    {
        Hidden = [4],
        Activation = Activation.Tanh,
        Initialization = Initialization.Random,
        Seed = 2,
        LearningRate = 1.2,
    });

    /// <summary>Floating-point operations of an iteration: a product and a sum for each weight and example, forward, for the weights' gradient, and back.</summary>
    public double Operations
    {
        get
        {
            int[] layers = Layers;
            var all = layers.Zip(layers.Skip(1), (inputs, outputs) => inputs * outputs).ToArray();
            // The features have no gradient.
            return 2.0 * Data.Train.Count * (3 * all.Sum() - all[0]);
        }
    }

    /// <summary>Sizes of the layers.</summary>
    public int[] Layers => [Data.Train.FeatureCount, .. Settings.Hidden, 1];

    /// <summary>12288-20-7-5-1 on 209 pictures.</summary>
    public static Network Cats(Dataset data) => TrainOnly("cats, 4 layers", data, Football.Settings with
    {
        Hidden = [20, 7, 5],
        Seed = 1,
        LearningRate = 0.0075,
        Iterations = 2500,
    });

    /// <summary>The same network with other settings.</summary>
    public Network With(string name, Func<TrainingSettings, TrainingSettings> change) => this with { Name = name, Settings = change(Settings) };

    /// <summary>Trains it once.</summary>
    /// <returns>Microseconds an iteration, setting up and the last predictions included, and Σ‖W‖² of the final weights.</returns>
    public (double Micros, double SumOfSquares) Train(int iterations)
    {
        var start = Stopwatch.GetTimestamp();
        var result = Trainer.Train(Settings with { Iterations = iterations, RecordEvery = iterations }, Data);
        return (Stopwatch.GetElapsedTime(start).TotalMicroseconds / iterations, result.Weights.SumOfSquaredWeights());
    }

    private static Network TrainOnly(string name, Dataset data, TrainingSettings settings) => new(name, data with { Dev = null, Test = null }, settings);
}
