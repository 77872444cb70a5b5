using System.Collections;
using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A command that is run once a trial, without a shell.</summary>
/// <param name="Words">The program and its arguments, with <see cref="Macros"/>.</param>
/// <param name="Folder">The working directory, an absolute path.</param>
internal sealed record ProgramCommand(IReadOnlyList<string> Words, string Folder)
{
    private static readonly string[] s_ownMacros = ["seed", "trial", "sweep"];

    /// <summary>Environment variables besides Goalkeeper's own; the values are never shown.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a trial may run; null: for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long a program that was asked to end may take to.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The metrics that the experiment declares: a line of JSON counts for these alone, unless it is marked as Goalkeeper's.</summary>
    public IReadOnlySet<string> Metrics { get; init; } = new HashSet<string>();

    /// <summary>What a plan says of a program.</summary>
    /// <param name="program">The plan's words.</param>
    /// <param name="environment">The values of the environment variables that the experiment sets, which no plan has.</param>
    public static ProgramCommand Of(PlanProgram program, IReadOnlyDictionary<string, string> environment) =>
        new(program.Command, program.WorkingDirectory)
        {
            Environment = environment,
            Timeout = program.Timeout,
            Metrics = program.Metrics.Select(m => m.Name).ToHashSet(),
        };

    /// <summary>Finds before the first trial what would fail in every one.</summary>
    /// <param name="parameters">The names of the experiment's parameters.</param>
    /// <exception cref="UserErrorException">The sentence.</exception>
    public void Check(IReadOnlyCollection<string> parameters)
    {
        if (Words.Count == 0) throw new UserErrorException("command: expected a program and its arguments, as in [python3, train.py]");
        if (parameters.FirstOrDefault(s_ownMacros.Contains) is { } taken)
            throw new UserErrorException($"parameters: `{taken}` is Goalkeeper's own word in a command; call the parameter something else");
        ProgramEnvironment.CheckParameters(parameters);
        ProgramEnvironment.CheckAdditions(Environment);
        var names = parameters.Concat(s_ownMacros).ToDictionary(name => name, _ => "");
        foreach (var word in Words) Macros.Expand(word, names);
        if (!Directory.Exists(Folder)) throw new UserErrorException($"working_directory: there is no folder {Folder}");
        if (!Macros.AreIn(Words[0])) Find(Macros.Expand(Words[0], names));
    }

    /// <summary>The command of one trial.</summary>
    /// <exception cref="UserErrorException">The program is not there, or a value can be no argument.</exception>
    public ProgramStart Of(ProgramTrial trial)
    {
        var values = trial.Values.ToDictionary(v => v.Key, v => ProgramTrial.Text(v.Value));
        if (values.FirstOrDefault(v => v.Value.Contains('\0', StringComparison.Ordinal)) is { Key: { } name })
            throw new UserErrorException($"parameters: a value of `{name}` has a NUL character, which no program can be given");
        var words = WordsOf(values, trial.Seed, trial.Number, trial.Sweep);
        return new ProgramStart(
            Find(words[0]), words[1..], ProgramEnvironment.Of(trial, Inherited(), Environment), Folder, Timeout, Grace);
    }

    /// <summary>The command's words with the values filled in.</summary>
    /// <param name="parameters">The value of each parameter, as a word.</param>
    /// <param name="seed">The trial's seed.</param>
    /// <param name="trial">Its number.</param>
    /// <param name="sweep">What its sweep is called.</param>
    /// <exception cref="UserErrorException">The command has a name that has no value.</exception>
    public List<string> WordsOf(IReadOnlyDictionary<string, string> parameters, long seed, long trial, string sweep)
    {
        var values = new Dictionary<string, string>(parameters)
        {
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
            ["trial"] = trial.ToString(CultureInfo.InvariantCulture),
            ["sweep"] = sweep,
        };
        return [.. Words.Select(word => Macros.Expand(word, values))];
    }

    private static Dictionary<string, string> Inherited() => System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(v => (string)v.Key, v => (string)v.Value!);

    /// <summary>As a shell finds it: with a slash it is a path from the working directory, without one PATH has it.</summary>
    private string Find(string program)
    {
        if (program.Length == 0) throw new UserErrorException("command: the program has no name");
        if (!program.Contains('/', StringComparison.Ordinal))
        {
            var path = Environment.TryGetValue("PATH", out var own) ? own : System.Environment.GetEnvironmentVariable("PATH");
            if (SearchPath.FindAny(program, path) is { } found) return found;
            var hint = File.Exists(Path.Combine(Folder, program)) ? $"; did you mean `./{program}`, which is in the working directory?" : "";
            throw new UserErrorException($"command: no folder of PATH has a program `{program}`{hint}");
        }
        var file = Path.GetFullPath(program, Folder);
        if (Directory.Exists(file)) throw new UserErrorException($"command: {file} is a folder, not a program");
        if (!File.Exists(file)) throw new UserErrorException($"command: there is no program {file}");
        if (SearchPath.IsExecutable(file)) return file;
        throw new UserErrorException($"command: {file} is not executable; `chmod +x` makes it so, or name what runs it, as in [bash, {program}] or [python3, {program}]");
    }
}
