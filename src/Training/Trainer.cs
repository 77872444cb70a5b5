namespace Goalkeeper.Training;

/// <summary>One metric over iterations.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Iterations">Ascending.</param>
/// <param name="Values">One per iteration.</param>
internal sealed record MetricTrace(string Metric, IReadOnlyList<long> Iterations, IReadOnlyList<double> Values);

/// <summary>What training gave.</summary>
/// <param name="Weights">Those after the last update, or those that were not all finite.</param>
/// <param name="Metrics">
/// <c>cost</c>, with λ its part <c>penalty</c> (the rest is cross-entropy), and with dropout <c>eval_cost</c>, of the last iteration (before its
/// update); <c>train_accuracy</c> and, for splits that are there, <c>dev_accuracy</c> and <c>test_accuracy</c> of the final weights; of each held-out split, or of train where nothing is held out,
/// <c>balanced_accuracy</c>, <c>f1</c>, <c>auc</c> and <c>log_loss</c>, after the split's name; <c>sum_sq_weights</c>, their Σ‖W‖². A diverged
/// network has only a cost, NaN.
/// </param>
/// <param name="Traces">The same metrics over the recorded iterations, each taken before that iteration's update.</param>
/// <param name="Predictions">Probability of label 1 for every example of each split; empty if diverged.</param>
/// <param name="DivergedAt">The recorded iteration at which the weights were found not to be finite, or null.</param>
/// <param name="IsEndedEarly">Whether its <see cref="TrainingWatch"/> ended it: its metrics are then the last of the traces, and nothing is predicted.</param>
internal sealed record TrainingResult(
    NetworkWeights Weights,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyList<MetricTrace> Traces,
    IReadOnlyList<(string Split, double[] Probabilities)> Predictions,
    int? DivergedAt,
    bool IsEndedEarly = false);

/// <summary>Is told of each recorded value as it comes.</summary>
/// <returns>Whether training may go on.</returns>
internal delegate bool TrainingWatch(string metric, long iteration, double value);

/// <summary>
/// Full-batch gradient descent on the cross-entropy of a sigmoid output, with L2 and inverted dropout, together or apart. The numbers
/// depend on the settings and the data alone.
/// </summary>
internal sealed class Trainer
{
    /// <summary>Iterations between two looks at the cancellation token.</summary>
    private const int CancellationInterval = 256;

    private readonly TrainingSettings _settings;
    private readonly NetworkWeights _network;
    private readonly NetworkWeights _gradient;
    private readonly Propagation _train;
    private readonly DropoutMasks? _dropout;
    private readonly GramLayer? _gram;
    private readonly List<(string Name, Propagation Examples)> _splits;
    private readonly Recorder _recorder;

    private Trainer(TrainingSettings settings, Dataset dataset, bool useGram, TrainingWatch? watch)
    {
        _settings = settings;
        _recorder = new Recorder(watch);
        _network = NetworkWeights.Initialize(settings, dataset.Train.FeatureCount);
        _gradient = new NetworkWeights(_network.Layers);
        _splits = [.. dataset.Splits.Select(split => (split.Name, new Propagation(_network.Layers, settings.Activation, split.Examples)))];
        _train = _splits[0].Examples;
        if (settings.HasDropout) _dropout = new DropoutMasks(settings, _train.Count);
        if (!useGram) return;
        _gram = new GramLayer(_network, _train.Activations(0), settings.LearningRate, settings.Lambda);
        foreach (var (_, examples) in _splits) examples.Gram = _gram.With(examples.Activations(0));
    }

    /// <summary>Trains one network.</summary>
    /// <exception cref="OperationCanceledException">Asked to stop; there is no result then.</exception>
    public static TrainingResult Train(TrainingSettings settings, Dataset dataset, CancellationToken cancellation = default) =>
        Train(settings, dataset, watch: null, cancellation);

    /// <summary>Trains one network for as long as it may go on.</summary>
    /// <exception cref="OperationCanceledException">Asked to stop; there is no result then.</exception>
    public static TrainingResult Train(TrainingSettings settings, Dataset dataset, TrainingWatch? watch, CancellationToken cancellation) =>
        new Trainer(settings, dataset, useGram: dataset.Train.FeatureCount > dataset.Train.Count, watch).Run(cancellation);

    /// <summary>As the public form, with a say in how the first layer is computed: the two ways are checked against each other.</summary>
    internal static TrainingResult Train(TrainingSettings settings, Dataset dataset, bool useGram, CancellationToken cancellation = default) =>
        new Trainer(settings, dataset, useGram, watch: null).Run(cancellation);

    private TrainingResult Run(CancellationToken cancellation)
    {
        for (var iteration = 0; iteration < _settings.Iterations; iteration++)
        {
            if (iteration % CancellationInterval == 0) cancellation.ThrowIfCancellationRequested();
            var recorded = iteration % _settings.RecordEvery == 0 || iteration == _settings.Iterations - 1;
            if (recorded && !AllFinite()) return Diverged(iteration);
            _dropout?.Resample(iteration);
            _train.Forward(_network, _dropout);
            if (recorded) Record(iteration);
            if (!_recorder.MayGoOn) return EndedEarly();
            _train.Backward(_network, _settings.Lambda, _dropout, _gradient);
            Update();
        }
        _gram?.WriteWeights(_network.Weights(0));
        return _network.AllFinite() ? Finished() : Diverged(_settings.Iterations);
    }

    private bool AllFinite() => _network.AllFinite() && (_gram is null || _gram.AllFinite());

    /// <summary>W ← W − α dW.</summary>
    private void Update()
    {
        _gram?.Update(_train.Errors(1));
        var first = _gram is null ? 0 : _network.Weights(0).Length;
        Kernels.AddScaled(_network.Values.AsSpan(first), -_settings.LearningRate, _gradient.Values.AsSpan(first));
    }

    private void Record(int iteration)
    {
        if (_settings.Lambda > 0) _gram?.WriteWeights(_network.Weights(0)); // the penalty needs them
        _recorder.Add("cost", iteration, Cost());
        if (_settings.Lambda > 0) _recorder.Add("penalty", iteration, _network.Penalty(_settings.Lambda, _train.Count));
        if (_dropout is null)
        {
            RecordAccuracies(iteration);
        }
        else
        {
            // The thinned network's activations are still needed by the backward pass, so they are made again afterwards.
            _train.Forward(_network);
            _recorder.Add("eval_cost", iteration, Cost());
            RecordAccuracies(iteration);
            _train.Forward(_network, _dropout);
        }
    }

    /// <summary>Cross-entropy of the last forward pass plus L2's λ/2m Σ‖W‖².</summary>
    private double Cost() => _train.CrossEntropy() + _network.Penalty(_settings.Lambda, _train.Count);

    private void RecordAccuracies(int iteration)
    {
        foreach (var (name, examples) in _splits)
        {
            if (examples != _train) examples.Forward(_network);
            _recorder.Add($"{name}_accuracy", iteration, examples.Accuracy());
        }
    }

    private TrainingResult Finished()
    {
        var metrics = new Dictionary<string, double> { ["cost"] = _recorder.Last("cost") };
        if (_settings.Lambda > 0) metrics["penalty"] = _recorder.Last("penalty");
        if (_dropout is not null) metrics["eval_cost"] = _recorder.Last("eval_cost");
        var predictions = new List<(string, double[])>();
        foreach (var (name, examples) in _splits)
        {
            examples.Gram = null; // what is stored is what the stored weights give
            examples.Forward(_network);
            metrics[$"{name}_accuracy"] = examples.Accuracy();
            if (name != "train" || _splits.Count == 1) Score(name, examples, metrics);
            predictions.Add((name, examples.Probabilities.ToArray()));
        }
        metrics["sum_sq_weights"] = _network.SumOfSquaredWeights();
        return new TrainingResult(_network, metrics, _recorder.Traces, predictions, null);
    }

    private static void Score(string split, Propagation examples, Dictionary<string, double> metrics)
    {
        var matrix = ConfusionMatrix.Of(examples.Labels, examples.Probabilities);
        metrics[$"{split}_balanced_accuracy"] = matrix.BalancedAccuracy;
        metrics[$"{split}_f1"] = matrix.F1;
        metrics[$"{split}_auc"] = RocCurve.Area(examples.Labels, examples.Probabilities);
        metrics[$"{split}_log_loss"] = examples.CrossEntropy();
    }

    private TrainingResult EndedEarly() =>
        new(_network, _recorder.Traces.ToDictionary(t => t.Metric, t => t.Values[^1]), _recorder.Traces, [], DivergedAt: null, IsEndedEarly: true);

    private TrainingResult Diverged(int iteration) =>
        new(_network, new Dictionary<string, double> { ["cost"] = double.NaN }, _recorder.Traces, [], iteration);

    /// <summary>Collects traces.</summary>
    private sealed class Recorder(TrainingWatch? watch)
    {
        private readonly List<(string Metric, List<long> Iterations, List<double> Values)> _traces = [];

        public IReadOnlyList<MetricTrace> Traces => [.. _traces.Select(t => new MetricTrace(t.Metric, t.Iterations, t.Values))];

        public bool MayGoOn { get; private set; } = true;

        public double Last(string metric) => _traces.Find(t => t.Metric == metric).Values[^1];

        public void Add(string metric, int iteration, double value)
        {
            var trace = _traces.Find(t => t.Metric == metric);
            if (trace.Metric is null) _traces.Add(trace = (metric, [], []));
            trace.Iterations.Add(iteration);
            trace.Values.Add(value);
            if (watch is not null) MayGoOn &= watch(metric, iteration, value);
        }
    }
}
