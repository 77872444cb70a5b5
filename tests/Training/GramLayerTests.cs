using Goalkeeper.Training;

namespace Goalkeeper.Tests.Training;

/// <summary>The short way through a first layer with more inputs than examples, against the direct one.</summary>
public class GramLayerTests
{
    public static TheoryData<int[], double, double, Enum> Networks => new()
    {
        { [7], 0, 1, DropoutMask.Fixed },
        { [20, 7, 5], 0, 1, DropoutMask.Fixed },
        { [6, 4], 0.7, 1, DropoutMask.Fixed },
        { [6, 4], 0, 0.8, DropoutMask.Resampled },
        { [5], 1.5, 0.6, DropoutMask.Fixed },
        { [], 0.3, 1, DropoutMask.Fixed },
    };

    [Theory, MemberData(nameof(Networks))]
    public void Gives_the_numbers_of_the_direct_way(int[] hidden, double lambda, double keep, Enum mask)
    {
        var examples = PropagationTests.RandomExamples(features: 90, count: 37);
        var data = new Dataset("wide", [], examples, Test: PropagationTests.RandomExamples(90, 11));
        var settings = new TrainingSettings
        {
            Hidden = hidden,
            Initialization = Initialization.Xavier,
            Lambda = lambda,
            KeepProb = [keep],
            DropoutMask = (DropoutMask)mask,
            LearningRate = 0.05,
            Iterations = 200,
            RecordEvery = 50,
        };
        var direct = Trainer.Train(settings, data, useGram: false);
        var gram = Trainer.Train(settings, data, useGram: true);

        // 200 steps of rounding at 1e-16 of numbers of order 1; relu can flip at a kink, but not so on these seeds.
        Assert.Equal(direct.Weights.Values.Length, gram.Weights.Values.Length);
        foreach (var (d, g) in direct.Weights.Values.Zip(gram.Weights.Values)) Assert.Equal(d, g, 1e-11);
        foreach (var (d, g) in direct.Traces.Zip(gram.Traces))
        {
            Assert.Equal(d.Metric, g.Metric);
            foreach (var (want, got) in d.Values.Zip(g.Values)) Assert.Equal(want, got, 1e-11);
        }
        foreach (var (name, value) in direct.Metrics) Assert.Equal(value, gram.Metrics[name], 1e-10);
    }

    [Fact]
    public void Is_chosen_where_inputs_outnumber_examples()
    {
        var wide = new Dataset("wide", [], PropagationTests.RandomExamples(40, 20));
        var settings = new TrainingSettings { Hidden = [3], LearningRate = 0.1, Iterations = 50, RecordEvery = 10 };
        Assert.Equal(Trainer.Train(settings, wide, useGram: true).Weights.Values, Trainer.Train(settings, wide).Weights.Values);
        var narrow = new Dataset("narrow", [], PropagationTests.RandomExamples(20, 40));
        Assert.Equal(Trainer.Train(settings, narrow, useGram: false).Weights.Values, Trainer.Train(settings, narrow).Weights.Values);
    }
}
