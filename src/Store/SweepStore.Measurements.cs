using Dapper;

namespace Goalkeeper.Store;

// What trials measured, and on what.
internal sealed partial class SweepStore
{
    private readonly Dictionary<(long Sweep, string Split), ExampleSet> _splits = [];
    private readonly Dictionary<long, ExampleSet> _exampleSets = [];

    /// <summary>All traces of one trial, by metric.</summary>
    public IReadOnlyList<Trace> Traces(TrialRecord trial) => _store.Read($"the trace of trial {trial.Number}", () => ReadTraces(_store.Prepared(
        "SELECT 0, metric, step, value FROM trace WHERE attempt_id = ?1 ORDER BY metric, position")
        .Bind(1, trial.AttemptId)).ConvertAll(t => t.Trace));

    /// <summary>One metric's traces of all trials of a sweep that recorded it, by trial number.</summary>
    public IReadOnlyList<TrialTrace> Traces(SweepRecord sweep, string metric) => _store.Read($"a trace of {sweep.Reference}", () => ReadTraces(_store.Prepared(
        """
        SELECT t.number, r.metric, r.step, r.value
        FROM trial t
        CROSS JOIN trace r ON r.attempt_id = t.attempt_id AND r.metric = ?2
        WHERE t.sweep_id = ?1
        ORDER BY t.number, r.position
        """).Bind(1, sweep.Id).Bind(2, metric)));

    /// <summary>One trial's predictions: train, dev, test, those that were stored.</summary>
    public IReadOnlyList<StoredPrediction> Predictions(TrialRecord trial) => _store.Read($"a prediction of trial {trial.Number}", () => _store.Connection
        .Query<(string Split, string Labels, byte[] Probabilities)>(
            "SELECT split, labels, probabilities FROM prediction WHERE attempt_id = @AttemptId", new { trial.AttemptId })
        .Select(p => new StoredPrediction(p.Split, [.. p.Labels.Select(c => c - '0')], LittleEndian.Singles(p.Probabilities)))
        .OrderBy(p => DatasetContent.SplitNames.IndexOf(p.Split))
        .ToList());

    /// <summary>
    /// The same beside what is true, whether that is in the sweep's dataset or came with the predictions. Those of two trials can be compared where
    /// their examples are the same set.
    /// </summary>
    public IReadOnlyList<JudgedPrediction> JudgedPredictions(SweepRecord sweep, TrialRecord trial) => _store.Read($"a prediction of trial {trial.Number}", () =>
    {
        var sets = _store.Connection.Query<(string Split, long? Set)>(
            "SELECT split, example_set_id FROM prediction WHERE attempt_id = @AttemptId", new { trial.AttemptId }).ToDictionary();
        return Predictions(trial).Select(Judged).ToList();

        JudgedPrediction Judged(StoredPrediction prediction)
        {
            var examples = sets[prediction.Split] is { } set ? Examples(set) : Examples(sweep, prediction.Split);
            return examples.Labels.Count == prediction.Labels.Count && prediction.Labels.Count == prediction.Probabilities.Length
                ? new JudgedPrediction(examples, prediction)
                : throw new FormatException($"there are not as many as there are {prediction.Split} examples");
        }
    });

    /// <summary>One trial's final weights, or null where the sweep did not keep them.</summary>
    public StoredWeights? Weights(TrialRecord trial) => _store.Read($"the weights of trial {trial.Number}", () =>
    {
        using var row = new Statement(_store.Handle, "SELECT layers, content FROM weights WHERE attempt_id = ?1").Bind(1, trial.AttemptId);
        return row.Step() ? new StoredWeights(row.Json<List<int>>(0), LittleEndian.Doubles((byte[])row.Value(1)!)) : null;
    });

    /// <summary>One trial's final weights, as many as its layers need, or null where the sweep did not keep them.</summary>
    public StoredWeights? WholeWeights(TrialRecord trial) => _store.Read($"the weights of trial {trial.Number}", () =>
    {
        var weights = Weights(trial);
        return weights is null or { IsWhole: true } ? weights : throw new FormatException("there are not as many as its layers need");
    });

    /// <summary>One trial's fingerprint, or null where it failed, has not ended, or ended in an older Goalkeeper.</summary>
    public Fingerprint? Fingerprint(TrialRecord trial) => _store.Read($"the fingerprint of trial {trial.Number}", () =>
    {
        using var row = new Statement(_store.Handle, "SELECT initial_weights, result FROM fingerprint WHERE attempt_id = ?1");
        string? Hex(int column) => row.Value(column) is byte[] hash ? Convert.ToHexStringLower(hash) : null;
        return row.Bind(1, trial.AttemptId).Step() ? new Fingerprint(Hex(0), Hex(1)!) : null;
    });

    /// <summary>The data that a sweep learns from.</summary>
    /// <exception cref="UserErrorException">They are not known here, since its trials are runs of a program, say.</exception>
    public StoredDataset Dataset(SweepRecord sweep) => Dataset(sweep.DatasetSha256
        ?? throw new UserErrorException($"{sweep.Reference} has no data in the store: its trials are {SweepKind.Trials(sweep.Kind)}."));

    /// <summary>A dataset by its hash.</summary>
    /// <exception cref="UserErrorException">The store does not hold it.</exception>
    public StoredDataset Dataset(string sha256) => _store.Read($"dataset {sha256}", () =>
    {
        var row = _store.Prepared(
            "SELECT name, features, shape, classes, train_count, dev_count, test_count, palette, content, columns FROM dataset WHERE sha256 = ?1")
            .Bind(1, sha256);
        if (!row.Step()) throw new UserErrorException($"The store '{Path}' holds no dataset with SHA-256 {sha256}.");
        var shape = row.Json<List<int>>(2);
        var splits = DatasetContent.Decompress(
            (byte[]?)row.Value(7),
            (byte[])row.Value(8)!,
            shape.Aggregate(1, (product, axis) => product * axis),
            [row.Int64(4), row.Int64(5), row.Int64(6)]);
        var dataset = new StoredDataset(sha256, row.Text(0), row.Json<List<string>>(1), splits)
        {
            Shape = shape,
            ClassNames = row.Json<List<string>>(3),
            Columns = row.Json<List<StoredColumn>>(9),
        };
        row.Reset();
        return dataset;
    });

    /// <summary>What a sweep does to each feature before a network sees it; none: they go in as they were read.</summary>
    public IReadOnlyList<StoredPreparation> Preparation(SweepRecord sweep) => _store.Read($"the preparation of {sweep.Reference}", () =>
    {
        var rows = _store.Prepared("SELECT fill, mean, deviation FROM preparation WHERE sweep_id = ?1 ORDER BY feature").Bind(1, sweep.Id);
        var features = new List<StoredPreparation>();
        while (rows.Step()) features.Add(new StoredPreparation(rows.Double(0), rows.Double(1), rows.Double(2)));
        return features;
    });

    // What is true is the same for all trials, and read once.
    private ExampleSet Examples(SweepRecord sweep, string split)
    {
        if (!_splits.TryGetValue((sweep.Id, split), out var examples))
        {
            var dataset = Dataset(sweep);
            foreach (var each in dataset.Splits) _splits[(sweep.Id, each.Name)] = ExampleSet.Of(dataset, each);
            examples = _splits.GetValueOrDefault((sweep.Id, split)) ?? throw new FormatException($"{sweep.Reference} has no {split} examples");
        }
        return examples;
    }

    private ExampleSet Examples(long set) =>
        _exampleSets.TryGetValue(set, out var examples) ? examples : _exampleSets[set] = ExampleSets.Read(_store, set);

    private static List<TrialTrace> ReadTraces(Statement rows)
    {
        var traces = new List<TrialTrace>();
        var iterations = new List<long>();
        var values = new List<double>();
        var (trial, metric) = (0L, "");
        while (rows.Step())
        {
            if (rows.Int64(0) != trial || rows.Text(1) != metric)
            {
                Close();
                (trial, metric) = (rows.Int64(0), rows.Text(1));
            }
            iterations.Add(rows.Int64(2));
            values.Add(rows.Double(3));
        }
        Close();
        return traces;

        void Close()
        {
            if (iterations.Count > 0)
                traces.Add(new TrialTrace(trial, new Trace(metric, iterations.ToArray(), values.ToArray())));
            iterations.Clear();
            values.Clear();
        }
    }
}
