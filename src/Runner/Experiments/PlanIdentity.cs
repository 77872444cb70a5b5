using System.Security.Cryptography;
using System.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// What a plan means, as a hash. Trials are hashed as a set: the order in the file is no part of it. A hash must never move, so what the
/// first version hashed is hashed in its way for ever, and whatever came later counts only where it is not at its default.
/// </summary>
internal sealed class PlanIdentity
{
    // Frozen: a setting of networks that is not here moves no hash.
    private static readonly string[] First =
    [
        "hidden", "activation", "initialization", "initialization_scale", "seed", "learning_rate", "iterations", "record_every", "lambda",
        "keep_prob", "dropout_mask",
    ];

    private readonly string _shared;
    private readonly IReadOnlyList<string> _always;
    private readonly List<string> _trials = [];

    private PlanIdentity(string shared, IReadOnlyList<string> always) => (_shared, _always) = (shared, always);

    /// <summary>The identity of a plan of networks.</summary>
    /// <param name="datasetSha256">Identity of the data as they are read.</param>
    /// <param name="preparation">What is done to them then, by name as JSON, without what is at its default.</param>
    /// <param name="metric">What trials are compared by.</param>
    public static PlanIdentity OfNetworks(string datasetSha256, IReadOnlyDictionary<string, string> preparation, MetricGoal metric)
    {
        var data = string.Concat(preparation.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"\n{p.Key}={p.Value}"));
        return new PlanIdentity($"{datasetSha256}{data}\n{metric.Name} {metric.Goal}", First);
    }

    /// <summary>
    /// The identity of a plan of a program: its command's words, whatever its files say. Neither `timeout`, `retries`, `env`, `fail_fast`,
    /// `resources` nor how a metric is shown are part of it: they say under which circumstances a trial runs, not what it is, and a sweep
    /// must carry on when a person gives it more time.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="metric">What trials are compared by.</param>
    public static PlanIdentity OfPrograms(ProgramDescription program, MetricGoal metric)
    {
        string?[] parts =
        [
            SweepKind.Program,
            SettingValue.Of([.. program.Command.Select(word => SettingValue.Of(word.Value))]).Json,
            program.Groups.Count > 0 ? $"groups={SettingValue.Of([.. program.Groups.Select(SettingValue.Of)])}" : null,
            program.WorkingDirectory is { } written ? $"working_directory={SettingValue.Of(written.Value)}" : null,
            $"{metric.Name} {metric.Goal}",
            program.Metrics.FirstOrDefault(m => m.Name == metric.Name) is { Summary: not MetricSummary.Last and var summary } ? $"summary={summary}" : null,
        ];
        return new PlanIdentity(string.Join('\n', parts.Where(part => part is not null)), []);
    }

    /// <summary>
    /// The identity of a plan of a function: code cannot be hashed, so its author says when it has become another. The sweep's name tells
    /// one program's functions apart.
    /// </summary>
    /// <param name="version">What the author calls it by now, or null.</param>
    /// <param name="metric">What trials are compared by.</param>
    public static PlanIdentity OfDelegates(string? version, MetricGoal metric)
    {
        var said = version is null ? "" : $"version={SettingValue.Of(version)}\n";
        return new PlanIdentity($"{SweepKind.Delegate}\n{said}{metric.Name} {metric.Goal}", []);
    }

    /// <summary>Adds a trial.</summary>
    /// <param name="trial">Its variant and replicate.</param>
    /// <param name="settings">All of its settings, as JSON.</param>
    /// <param name="defaults">What each setting is where nobody says it, or null.</param>
    public void Add(PlannedTrial trial, IReadOnlyDictionary<string, string> settings, Func<string, string?> defaults)
    {
        var later = settings.Keys.Except(_always).Where(name => settings[name] != defaults(name)).Order(StringComparer.Ordinal);
        var text = new StringBuilder();
        text.Append(trial.Variant).Append('\n').Append(trial.Replicate);
        foreach (var name in _always.Concat(later)) text.Append('\n').Append(name).Append('=').Append(settings[name]);
        _trials.Add(Sha256(text.ToString()));
    }

    public string ToSha256() => Of(_trials);

    /// <summary>What the hash of a plan of some of the trials alone would be.</summary>
    /// <param name="numbers">Theirs: 1 is the trial that was added first.</param>
    public string ToSha256(IEnumerable<long> numbers) => Of(numbers.Select(number => _trials[(int)number - 1]));

    private string Of(IEnumerable<string> trials) => Sha256($"{_shared}\n{string.Join('\n', trials.Order(StringComparer.Ordinal))}");

    /// <summary>The hash of a search: what it may propose, and who proposes. How many points it may have is no part of it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="defaults">What each setting is where nobody says it, or null.</param>
    public string ToSha256(SweepPlan plan, Func<string, string?> defaults)
    {
        var search = plan.Search!;
        var shared = plan.Network.Concat(plan.Training).Where(s => _always.Contains(s.Key) || s.Value != defaults(s.Key)).OrderBy(s => s.Key, StringComparer.Ordinal);
        string?[] lines =
        [
            _shared,
            FormattableString.Invariant($"{search.Method} {search.Seed}"),
            search.Waits ? FormattableString.Invariant($"parallelism {search.Parallelism}") : null,
            search.EarlyTerminate is { } rule ? $"early_terminate {rule}" : null,
            FormattableString.Invariant($"replicates {plan.Replicates}"),
            .. shared.Select(Line),
            .. plan.Variants.SelectMany(v => v.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(Line).Prepend($"variant {v.Name}")),
            .. plan.Parameters.Select(Line),
            .. plan.Zip.Select(group => $"zip {string.Join(',', group)}"),
            .. plan.OnlyWhen.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"only_when {Line(c)}"),
            .. plan.Exclude.Select(expression => $"exclude {expression}"),
            search.Start is { } start ? $"start_from {start.ToSha256()}" : null,
            .. search.First.Select(point => $"first {string.Join(' ', point.OrderBy(p => p.Key, StringComparer.Ordinal).Select(Line))}"),
        ];
        return Sha256(string.Join('\n', lines.Where(line => line is not null)));

        static string Line(KeyValuePair<string, string> setting) => $"{setting.Key}={setting.Value}";
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
