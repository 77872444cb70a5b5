using System.Collections;
using System.Globalization;
using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A command that is run once a trial, without a shell.</summary>
/// <param name="Words">The program and its arguments, with <see cref="Macros"/>.</param>
/// <param name="Folder">The working directory, an absolute path.</param>
internal sealed record ProgramCommand(IReadOnlyList<string> Words, string Folder)
{
    private static readonly string[] OwnMacros = ["seed", "trial", "sweep"];

    /// <summary>Environment variables besides Goalkeeper's own; the values are never shown.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a trial may run; null: for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long a program that was asked to end may take to.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The metrics that the experiment declares: a line of JSON counts for these alone, unless it is marked as Goalkeeper's.</summary>
    public IReadOnlySet<string> Metrics { get; init; } = new HashSet<string>();

    /// <summary>The groups that parameters are nested in, by their dotted names.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>What a plan says of a program.</summary>
    /// <param name="program">The plan's words.</param>
    /// <param name="environment">The values of the environment variables that the experiment sets, which no plan has.</param>
    public static ProgramCommand Of(PlanProgram program, IReadOnlyDictionary<string, string> environment) =>
        new(program.Command, program.WorkingDirectory)
        {
            Environment = environment,
            Groups = program.Groups,
            Timeout = program.Timeout,
            Metrics = program.Metrics.Select(m => m.Name).ToHashSet(),
        };

    /// <summary>Finds before the first trial what would fail in every one.</summary>
    /// <param name="parameters">The names of the experiment's parameters.</param>
    /// <exception cref="UserErrorException">The sentence.</exception>
    public void Check(IReadOnlyCollection<string> parameters)
    {
        if (Words.Count == 0) throw new UserErrorException("command: expected a program and its arguments, as in [python3, train.py]");
        if (parameters.FirstOrDefault(OwnMacros.Contains) is { } taken)
            throw new UserErrorException($"parameters: `{taken}` is Goalkeeper's own word in a command; call the parameter something else");
        ProgramEnvironment.CheckParameters(parameters);
        ProgramEnvironment.CheckAdditions(Environment);
        var names = parameters.Concat(OwnMacros).ToDictionary(name => name, _ => "");
        foreach (var word in Words.Where(word => WordMacros.NameOf(word) is null)) Macros.Expand(word, names);
        foreach (var variable in Words.SelectMany(Macros.Variables).Where(variable => !ProgramEnvironment.IsOurs(variable))) Variable(variable, Inherited());
        if (Words.Any(word => WordMacros.NameOf(word) == "interpreter") && Interpreter() is null) throw new UserErrorException("command: no folder of PATH has a program `python` or `python3`");
        if (!Directory.Exists(Folder)) throw new UserErrorException($"working_directory: there is no folder {Folder}");
        if (WordMacros.NameOf(Words[0]) is null && !Macros.AreIn(Words[0])) Find(Macros.Expand(Words[0], names));
    }

    /// <summary>The command of one trial.</summary>
    /// <exception cref="UserErrorException">The program is not there, or a value can be no argument.</exception>
    public ProgramStart Of(ProgramTrial trial)
    {
        var values = trial.Values.ToDictionary(v => v.Key, v => ProgramTrial.Text(v.Value));
        if (values.FirstOrDefault(v => v.Value.Contains('\0', StringComparison.Ordinal)) is { Key: { } name })
            throw new UserErrorException($"parameters: a value of `{name}` has a NUL character, which no program can be given");
        var environment = ProgramEnvironment.Of(trial, Inherited(), Environment);
        var words = WordsOf(trial, variable => Variable(variable, environment));
        if (words.Count == 0) throw new UserErrorException("command: nothing is left of it without parameters; expected a program");
        var shown = WordsOf(trial);
        var file = Find(words[0], shown[0]);
        return new ProgramStart(file, words[1..], environment, Folder, Timeout, Grace)
        {
            Shown = [.. words.Skip(1).Prepend(file).Zip(shown.Skip(1).Prepend(shown[0] == words[0] ? file : "")).Where(word => word.First == word.Second).Select(word => word.First)],
        };
    }

    /// <summary>The command's words with the values filled in.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="variable">The value of an environment variable; null: it stays as it is written.</param>
    /// <exception cref="UserErrorException">The command has a name that has no value.</exception>
    public List<string> WordsOf(ProgramTrial trial, Func<string, string>? variable = null)
    {
        var values = trial.Values.ToDictionary(v => v.Key, v => ProgramTrial.Text(v.Value));
        values["seed"] = trial.Seed.ToString(CultureInfo.InvariantCulture);
        values["trial"] = trial.Number.ToString(CultureInfo.InvariantCulture);
        values["sweep"] = trial.Sweep;
        return
        [
            .. Words.SelectMany(word => WordMacros.NameOf(word) is { } macro
                ? WordMacros.Words(macro, Told(trial), trial.Folder.Parameters, () => Interpreter() ?? "python")
                : [Macros.Expand(word, values, variable)]),
        ];
    }

    /// <summary>The parameters' values as a file has them: those of a group as one object.</summary>
    public IReadOnlyDictionary<string, JsonElement> Told(ProgramTrial trial) => ParameterGroups.Nest(trial.Values, Groups);

    // Not every machine has a `python`.
    private string? Interpreter() => Array.Find(["python", "python3"], name => SearchPath.FindAny(name, SearchedPath) is not null);

    private string Variable(string name, IReadOnlyDictionary<string, string> inherited) => Environment.GetValueOrDefault(name) ?? inherited.GetValueOrDefault(name)
        ?? throw new UserErrorException($"command: there is no environment variable `{name}`, which `${{envvar:{name}}}` stands for");

    private string? SearchedPath => Environment.TryGetValue("PATH", out var own) ? own : System.Environment.GetEnvironmentVariable("PATH");

    private static Dictionary<string, string> Inherited() => System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(v => (string)v.Key, v => (string)v.Value!);

    /// <summary>As a shell finds it: with a slash it is a path from the working directory, without one PATH has it.</summary>
    private string Find(string program, string? shown = null)
    {
        if (shown is not null && shown != program)
        {
            // What it comes to may be secret, and so may any message about it.
            try
            {
                return Find(program);
            }
            catch (UserErrorException)
            {
                throw new UserErrorException($"command: what `{shown}` stands for is no program that can be run");
            }
        }
        if (program.Length == 0) throw new UserErrorException("command: the program has no name");
        if (!program.Contains('/', StringComparison.Ordinal))
        {
            if (SearchPath.FindAny(program, SearchedPath) is { } found) return found;
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
