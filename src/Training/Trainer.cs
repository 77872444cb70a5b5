namespace Goalkeeper.Training;

/// <summary>One metric over iterations.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Iterations">Ascending.</param>
/// <param name="Values">One per iteration.</param>
internal sealed record MetricTrace(string Metric, IReadOnlyList<long> Iterations, IReadOnlyList<double> Values);

/// <summary>What training gave.</summary>
/// <param name="Parameters">The weights after the last update, or those that were not all finite.</param>
/// <param name="Metrics">
/// <c>cost</c>, with λ its part <c>penalty</c> (the rest is cross-entropy), and with dropout <c>eval_cost</c>, of the last iteration (before its
/// update); <c>train_accuracy</c> and, for splits that are there, <c>dev_accuracy</c> and <c>test_accuracy</c> of the final weights; of each held-out split, or of train where nothing is held out,
/// <c>balanced_accuracy</c>, <c>f1</c>, <c>auc</c> and <c>log_loss</c>, after the split's name; <c>sum_sq_weights</c>, their Σ‖W‖². A diverged
/// network has only a cost, NaN.
/// </param>
/// <param name="Traces">The same metrics over the recorded iterations, each taken before that iteration's update.</param>
/// <param name="Predictions">Probability of label 1 for every example of each split; empty if diverged.</param>
/// <param name="DivergedAt">The recorded iteration at which the weights were found not to be finite, or null.</param>
internal sealed record TrainingResult(
    Parameters Parameters,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyList<MetricTrace> Traces,
    IReadOnlyList<(string Split, double[] Probabilities)> Predictions,
    int? DivergedAt);

/// <summary>
/// Full-batch gradient descent on the cross-entropy of a sigmoid output, with L2 and inverted dropout, together or apart. The numbers
/// depend on the settings and the data alone.
/// </summary>
internal sealed class Trainer
{
    /// <summary>Iterations between two looks at the cancellation token.</summary>
    private const int CancellationInterval = 256;

    private readonly TrainingSettings settings;
    private readonly Parameters parameters;
    private readonly Parameters gradient;
    private readonly Propagation train;
    private readonly DropoutMasks? dropout;
    private readonly GramLayer? gram;
    private readonly List<(string Name, Propagation Examples)> splits;
    private readonly Recorder recorder = new();

    private Trainer(TrainingSettings settings, Dataset dataset, bool useGram)
    {
        this.settings = settings;
        parameters = Parameters.Initialize(settings, dataset.Train.FeatureCount);
        gradient = new Parameters(parameters.Layers);
        splits = [.. dataset.Splits.Select(split => (split.Name, new Propagation(parameters.Layers, settings.Activation, split.Examples)))];
        train = splits[0].Examples;
        if (settings.HasDropout) dropout = new DropoutMasks(settings, train.Count);
        if (!useGram) return;
        gram = new GramLayer(parameters, train.Activations(0), settings.LearningRate, settings.Lambda);
        foreach (var (_, examples) in splits) examples.Gram = gram.With(examples.Activations(0));
    }

    /// <summary>Trains one network.</summary>
    /// <exception cref="OperationCanceledException">Asked to stop; there is no result then.</exception>
    public static TrainingResult Train(TrainingSettings settings, Dataset dataset, CancellationToken cancellation = default) =>
        Train(settings, dataset, useGram: dataset.Train.FeatureCount > dataset.Train.Count, cancellation);

    /// <summary>As the public form, with a say in how the first layer is computed: the two ways are checked against each other.</summary>
    internal static TrainingResult Train(TrainingSettings settings, Dataset dataset, bool useGram, CancellationToken cancellation = default) =>
        new Trainer(settings, dataset, useGram).Run(cancellation);

    private TrainingResult Run(CancellationToken cancellation)
    {
        for (var iteration = 0; iteration < settings.Iterations; iteration++)
        {
            if (iteration % CancellationInterval == 0) cancellation.ThrowIfCancellationRequested();
            var recorded = iteration % settings.RecordEvery == 0 || iteration == settings.Iterations - 1;
            if (recorded && !AllFinite()) return Diverged(iteration);
            dropout?.Resample(iteration);
            train.Forward(parameters, dropout);
            if (recorded) Record(iteration);
            train.Backward(parameters, settings.Lambda, dropout, gradient);
            Update();
        }
        gram?.WriteWeights(parameters.Weights(0));
        return parameters.AllFinite() ? Finished() : Diverged(settings.Iterations);
    }

    private bool AllFinite() => parameters.AllFinite() && (gram is null || gram.AllFinite());

    /// <summary>W ← W − α dW.</summary>
    private void Update()
    {
        gram?.Update(train.Errors(1));
        var first = gram is null ? 0 : parameters.Weights(0).Length;
        Kernels.AddScaled(parameters.Values.AsSpan(first), -settings.LearningRate, gradient.Values.AsSpan(first));
    }

    private void Record(int iteration)
    {
        if (settings.Lambda > 0) gram?.WriteWeights(parameters.Weights(0)); // the penalty needs them
        recorder.Add("cost", iteration, Cost());
        if (settings.Lambda > 0) recorder.Add("penalty", iteration, parameters.Penalty(settings.Lambda, train.Count));
        if (dropout is null) RecordAccuracies(iteration);
        else
        {
            // The thinned network's activations are still needed by the backward pass, so they are made again afterwards.
            train.Forward(parameters);
            recorder.Add("eval_cost", iteration, Cost());
            RecordAccuracies(iteration);
            train.Forward(parameters, dropout);
        }
    }

    /// <summary>Cross-entropy of the last forward pass plus L2's λ/2m Σ‖W‖².</summary>
    private double Cost() => train.CrossEntropy() + parameters.Penalty(settings.Lambda, train.Count);

    private void RecordAccuracies(int iteration)
    {
        foreach (var (name, examples) in splits)
        {
            if (examples != train) examples.Forward(parameters);
            recorder.Add($"{name}_accuracy", iteration, examples.Accuracy());
        }
    }

    private TrainingResult Finished()
    {
        var metrics = new Dictionary<string, double> { ["cost"] = recorder.Last("cost") };
        if (settings.Lambda > 0) metrics["penalty"] = recorder.Last("penalty");
        if (dropout is not null) metrics["eval_cost"] = recorder.Last("eval_cost");
        var predictions = new List<(string, double[])>();
        foreach (var (name, examples) in splits)
        {
            examples.Gram = null; // what is stored is what the stored weights give
            examples.Forward(parameters);
            metrics[$"{name}_accuracy"] = examples.Accuracy();
            if (name != "train" || splits.Count == 1) Score(name, examples, metrics);
            predictions.Add((name, examples.Probabilities.ToArray()));
        }
        metrics["sum_sq_weights"] = parameters.SumOfSquaredWeights();
        return new TrainingResult(parameters, metrics, recorder.Traces, predictions, null);
    }

    private static void Score(string split, Propagation examples, Dictionary<string, double> metrics)
    {
        var matrix = ConfusionMatrix.Of(examples.Labels, examples.Probabilities);
        metrics[$"{split}_balanced_accuracy"] = matrix.BalancedAccuracy;
        metrics[$"{split}_f1"] = matrix.F1;
        metrics[$"{split}_auc"] = RocCurve.Area(examples.Labels, examples.Probabilities);
        metrics[$"{split}_log_loss"] = examples.CrossEntropy();
    }

    private TrainingResult Diverged(int iteration) =>
        new(parameters, new Dictionary<string, double> { ["cost"] = double.NaN }, recorder.Traces, [], iteration);

    /// <summary>Collects traces.</summary>
    private sealed class Recorder
    {
        private readonly List<(string Metric, List<long> Iterations, List<double> Values)> traces = [];

        public IReadOnlyList<MetricTrace> Traces => [.. traces.Select(t => new MetricTrace(t.Metric, t.Iterations, t.Values))];

        public double Last(string metric) => traces.Find(t => t.Metric == metric).Values[^1];

        public void Add(string metric, int iteration, double value)
        {
            var trace = traces.Find(t => t.Metric == metric);
            if (trace.Metric is null) traces.Add(trace = (metric, [], []));
            trace.Iterations.Add(iteration);
            trace.Values.Add(value);
        }
    }
}
