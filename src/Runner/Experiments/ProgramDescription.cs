using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A trial runs a program.</summary>
internal sealed record ProgramDescription : ObjectiveDescription
{
    /// <inheritdoc/>
    public override ObjectiveSpace Space => ObjectiveSpace.AnyProgram;

    /// <summary>The program and its arguments, with their <c>${name}</c>.</summary>
    public required IReadOnlyList<Located<string>> Command { get; init; }

    /// <summary>The working directory as it is written, or null: the experiment file's folder.</summary>
    public Located<string>? WorkingDirectory { get; init; }

    /// <summary>The same as an absolute path.</summary>
    public required string Folder { get; init; }

    /// <summary>The names of the groups that parameters are nested in, the outer before the inner; the parameters' own are dotted.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The metrics that the file names, the one that decides among them.</summary>
    public IReadOnlyList<PlanMetric> Metrics { get; init; } = [];

    /// <summary>How long a trial may run; null: for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How often a trial that fails is tried again.</summary>
    public int Retries { get; init; }

    /// <summary>Environment variables of the program besides those that it inherits. The values may be secret: nothing stores or shows them.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>So many trials that fail in a row end the sweep; 0: none do.</summary>
    public int FailFast { get; init; } = PlanProgram.UsualFailFast;

    /// <summary>The GPUs that running trials share out among them, as CUDA counts them; none: every trial sees what Goalkeeper sees.</summary>
    public IReadOnlyList<int> Gpus { get; init; } = [];

    /// <summary>Finds before the first trial what would fail in every one: a program or a folder that is not there.</summary>
    /// <exception cref="UserErrorException">The sentence.</exception>
    public void Check() => ToCommand().Check([.. Command.SelectMany(word => Macros.Names(word.Value)).Distinct().Except(ProgramSpace.OwnWords)]);

    /// <summary>What to know before the first trial: scripts that tell W&amp;B what they measure, and nobody else.</summary>
    public IEnumerable<string> Warnings() =>
        from word in Command
        where ScriptText.Of(Path.GetFullPath(word.Value, Folder)) is { } text
            && text.Contains("wandb.log", StringComparison.Ordinal) && !text.Contains("goalkeeper", StringComparison.OrdinalIgnoreCase)
        select $"{word.Value} tells W&B what it measures (wandb.log); Goalkeeper reads a printed line, such as `goalkeeper: {Metrics.Select(m => m.Name).FirstOrDefault() ?? "loss"}=0.31`";

    /// <summary>What is run once a trial.</summary>
    internal ProgramCommand ToCommand() => ProgramCommand.Of(ToPlan(), Environment);

    /// <summary>What the plan keeps of it: all but the values of <see cref="Environment"/>.</summary>
    internal PlanProgram ToPlan() => new()
    {
        Command = [.. Command.Select(word => word.Value)],
        WorkingDirectory = Folder,
        Groups = Groups,
        Metrics = Metrics,
        Timeout = Timeout,
        Retries = Retries,
        Environment = [.. Environment.Keys],
        FailFast = FailFast,
        Gpus = Gpus,
    };
}
