namespace Goalkeeper.Training;

/// <summary>The nonlinearity of the hidden layers; the one output unit is always a sigmoid.</summary>
internal enum Activation
{
    /// <summary>max(0, z).</summary>
    Relu,

    /// <summary>tanh z.</summary>
    Tanh,
}

/// <summary>How the weights start; biases start at zero. n is the number of the layer's inputs.</summary>
internal enum Initialization
{
    /// <summary>All zero: symmetry is never broken (the course's cautionary example).</summary>
    Zeros,

    /// <summary>randn times <see cref="TrainingSettings.InitializationScale"/>.</summary>
    Random,

    /// <summary>randn·√(1/n), as the course has it (Glorot and Bengio 2010 average inputs and outputs).</summary>
    Xavier,

    /// <summary>randn·√(2/n) (He et al. 2015).</summary>
    He,
}

/// <summary>Where a dropout mask comes from.</summary>
internal enum DropoutMask
{
    /// <summary>A new mask every iteration: dropout proper (Srivastava et al. 2014).</summary>
    Resampled,

    /// <summary>The course's: NumPy's RandomState(1) before every pass, so the mask never changes, whatever the seed.</summary>
    Fixed,
}

/// <summary>Everything that a trial's numbers depend on, besides its data. Names are those of the experiment file.</summary>
internal sealed record TrainingSettings
{
    /// <summary>Sizes of the hidden layers, inputs first; empty is logistic regression.</summary>
    public required IReadOnlyList<int> Hidden { get; init; }

    /// <summary>The hidden layers' nonlinearity.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>How the weights start.</summary>
    public Initialization Initialization { get; init; } = Initialization.He;

    /// <summary>The factor of <see cref="Initialization.Random"/>: the course's 10 (large) and 0.01 (small).</summary>
    public double InitializationScale { get; init; } = 0.01;

    /// <summary>NumPy's seed of the initial weights, and the key of resampled masks.</summary>
    public uint Seed { get; init; } = 1;

    /// <summary>Gradient descent's step α.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Number of full-batch updates, at least 1.</summary>
    public required int Iterations { get; init; }

    /// <summary>Iterations between two points of a trace; the last iteration is recorded in any case.</summary>
    public required int RecordEvery { get; init; }

    /// <summary>L2's λ, at least 0: the cost gains λ/2m Σ‖W‖², the gradient λ/m W.</summary>
    public double Lambda { get; init; }

    /// <summary>Inverted dropout's probability of keeping a unit, in (0, 1]: one per hidden layer, or one for all of them.</summary>
    public IReadOnlyList<double> KeepProb { get; init; } = [1.0];

    /// <summary>Where dropout's masks come from; without effect when every keep_prob is 1.</summary>
    public DropoutMask DropoutMask { get; init; } = DropoutMask.Resampled;

    /// <summary>The probability of keeping a unit of hidden layer <paramref name="layer"/> (0-based).</summary>
    public double KeepProbOf(int layer) => KeepProb.Count == 1 ? KeepProb[0] : KeepProb[layer];

    /// <summary>Whether a setting, by its name in the experiment file, has any effect beside the others.</summary>
    public bool HasEffect(string setting) => setting switch
    {
        "activation" or "keep_prob" => Hidden.Count > 0,
        "initialization_scale" => Initialization == Initialization.Random,
        "seed" => Initialization != Initialization.Zeros || (HasDropout && DropoutMask == DropoutMask.Resampled),
        "dropout_mask" => HasDropout,
        _ => true,
    };

    /// <summary>
    /// The same training with what has no effect in it at its default: two settings whose effective ones are equal train alike, to the bit.
    /// </summary>
    public TrainingSettings Effective() => this with
    {
        Activation = HasEffect("activation") ? Activation : Activation.Relu,
        InitializationScale = HasEffect("initialization_scale") ? InitializationScale : 1,
        Seed = HasEffect("seed") ? Seed : 0,
        RecordEvery = Math.Min(RecordEvery, Math.Max(1, Iterations - 1)), // the first and the last iteration are recorded in any case
        KeepProb = HasDropout ? [.. Hidden.Select((_, layer) => KeepProbOf(layer))] : [],
        DropoutMask = HasEffect("dropout_mask") ? DropoutMask : DropoutMask.Resampled,
    };

    /// <summary>Whether any hidden unit can be dropped.</summary>
    public bool HasDropout => Hidden.Count > 0 && KeepProb.Any(p => p < 1);
}
