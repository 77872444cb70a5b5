using CsCheck;
using Goalkeeper.Runner;
using Goalkeeper.Training;

namespace Goalkeeper.Tests.Runner;

/// <summary>Settings without effect are noticed, and those with one are not called so.</summary>
public sealed class RepeatedTrainingTests
{
    public static TheoryData<string, string[], string> Repeated => new()
    {
        {
            "parameters: { initialization: [he, random], initialization_scale: [0.01, 0.1, 1] }", [],
            "initialization_scale has no effect but with `initialization: random` (trials 1 = 2 = 3)"
        },
        {
            "parameters: { keep_prob: [0.8, 1], dropout_mask: [fixed, resampled] }", [],
            "dropout_mask has no effect where keep_prob is 1 (trials 3 = 4)"
        },
        { "", ["keep_prob=0.9,[0.9,0.9]"], "one keep_prob means the same as a list that repeats it, and has no effect without hidden layers (trials 1 = 2)" },
        { "", ["keep_prob=1,[1,1]"], "one keep_prob means the same as a list that repeats it, and has no effect without hidden layers (trials 1 = 2)" },
        {
            "parameters: { lambda: [0, 1] }\nreplicates: 3", ["initialization=zeros"],
            "the seed has no effect where weights start at zero and no mask is resampled (trials 1 = 2 = 3, 4 = 5 = 6)"
        },
        {
            "", ["initialization=zeros", "seed=1,2", "keep_prob=0.5", "dropout_mask=fixed"],
            "the seed has no effect where weights start at zero and no mask is resampled (trials 1 = 2)"
        },
        { "", ["hidden=[]", "activation=relu,tanh"], "activation has no effect without hidden layers (trials 1 = 2)" },
        { "", ["hidden=[]", "keep_prob=0.5,0.6"], "one keep_prob means the same as a list that repeats it, and has no effect without hidden layers (trials 1 = 2)" },
        { "", ["record_every=1,299,300,400"], "record_every has no effect from the number of iterations on (trials 2 = 3 = 4)" },
        {
            "parameters: { lambda: [0] }\nreplicates: 40", ["initialization=zeros"],
            "the seed has no effect where weights start at zero and no mask is resampled (trials 1 = 2 = 3 = 4 = 5 and 35 more)"
        },
        { "variants: [{ name: a }, { name: b, lambda: 0 }]", [], "the variants set the same (trials 1 = 2)" },
    };

    [Theory]
    [MemberData(nameof(Repeated))]
    public void The_same_training_is_told_with_its_trials(string more, string[] overrides, string sentence) =>
        Assert.Equal(
            ["the same training runs more than once: " + sentence], RepeatedTraining.Describe(Experiments.Plan(more, overrides)));

    [Theory]
    [InlineData("hidden=7,[7,7]", "keep_prob=0.9")]
    [InlineData("initialization=zeros", "seed=1,2", "keep_prob=0.5")]
    [InlineData("initialization=random", "initialization_scale=0.01,0.1")]
    [InlineData("dropout_mask=fixed,resampled", "keep_prob=0.9,[0.9,1]")]
    [InlineData("record_every=1,2,298,299")]
    [InlineData("lambda=0,1e-300", "seed=1,2", "activation=relu,tanh")]
    public void Trainings_that_differ_are_not_called_the_same(params string[] overrides) =>
        Assert.Empty(RepeatedTraining.Describe(Experiments.Plan("", overrides)));

    [Fact]
    public void No_committed_experiment_runs_a_training_twice() =>
        Assert.All(Experiments.Files, file => Assert.Empty(RepeatedTraining.Describe(Experiments.Plan(ExperimentFile.Read(file)))));

    [Fact]
    public void Settings_with_the_same_effect_train_alike_to_the_bit()
    {
        var data = DatasetLoader.Load(new BuiltInSource("pitch", new SourceLocation("x")), "");
        var settings =
            from layers in Gen.Int[0, 2]
            from activation in Gen.Enum<Activation>()
            from initialization in Gen.Enum<Initialization>()
            from scale in Gen.Bool.Select(large => large ? 2 : 0.5)
            from seed in Gen.UInt[0, 3]
            from recordEvery in Gen.Int[1, 8]
            from keepProb in Gen.Bool.Select(drops => drops ? 0.5 : 1)
            from mask in Gen.Enum<DropoutMask>()
            select new TrainingSettings
            {
                Hidden = [.. Enumerable.Repeat(3, layers)],
                Activation = activation,
                Initialization = initialization,
                InitializationScale = scale,
                Seed = seed,
                LearningRate = 0.1,
                Iterations = 6,
                RecordEvery = recordEvery,
                KeepProb = [keepProb],
                DropoutMask = mask,
            };
        settings.Sample(s => Assert.Equal(Bits(s), Bits(s.Effective() with { KeepProb = s.HasDropout ? s.Effective().KeepProb : [1] })), iter: 200);

        string Bits(TrainingSettings s)
        {
            var result = Trainer.Train(s, data);
            return string.Join(' ', result.Traces.SelectMany(t => t.Iterations.Select(i => (double)i).Concat(t.Values)).Concat(result.Weights.Values)
                .Concat(result.Predictions.SelectMany(p => p.Probabilities)).Select(BitConverter.DoubleToInt64Bits));
        }
    }
}
