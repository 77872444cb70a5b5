using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Experiment files to begin with: commented, small, and good to be planned as they are.</summary>
internal static class Starter
{
    private const string Seed = "seed";

    private static readonly string[] LabelNames =
        ["label", "target", "class", "y", "outcome", "result", "won", "win", "success", "survived", "churn", "default", "positive"];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An experiment that trains networks on a table.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="csv">The table, as the file will call it.</param>
    /// <param name="path">The same, to be read.</param>
    /// <exception cref="UserErrorException">The file is no table, or no column of it could be a label.</exception>
    public static string OfTable(string name, string csv, string path)
    {
        var columns = Columns(path);
        var label = columns.Where(c => c.IsLabel).OrderBy(c => Rank(c.Name)).ThenByDescending(c => c.Place).FirstOrDefault()
            ?? throw new UserErrorException(
                $"{path}: no column could be the label: none has exactly two values and no gap; expected a column such as 0 and 1, or no and yes");
        var split = columns.FirstOrDefault(c => c != label && c.IsSplit);
        var dropped = columns.Where(c => c != label && c != split && c.IsNoFeature).ToList();
        var features = columns.Except([label, .. dropped]).Where(c => c != split).ToList();
        if (features.Count == 0) throw new UserErrorException($"{path}: no column beside `{label.Name}` could be a feature; expected columns of numbers or of few words");
        List<string> lines =
        [
            $"name: {name}",
            "# What to learn from: a table with a header. Every column is a feature, but the label and what is dropped.",
            "dataset:",
            $"  csv: {Quoted(csv)}",
            $"  label: {Quoted(label.Name)}",
            .. dropped.Count == 0 ? (string[])[] : [$"  drop: [{string.Join(", ", dropped.Select(c => Quoted(c.Name)))}]"],
            split is null
                ? "  split: { dev: 0.2, test: 0.2, seed: 1, stratify: true }   # shares of the rows; dev chooses, test is looked at once"
                : $"  split: {Quoted(split.Name)}",
            .. features.Any(c => c.HasGaps) ? (string[])["  missing: mean                  # the mean of the train examples stands for a gap"] : [],
            "  standardize: true              # every feature to mean 0 and deviation 1",
            "# The network: the sizes of its hidden layers. A name can vary instead: move it under parameters, with a list of values.",
            "network:",
            "  hidden: [5]",
            "training:",
            "  learning_rate: 0.1",
            "  iterations: 2000",
            "# What varies: every combination is a point.",
            "parameters:",
            "  lambda: [0, 0.1, 0.7]          # L2 regularization",
            "replicates: 3                    # each point with seeds 1, 2 and 3",
        ];
        return string.Concat(lines.Select(line => line + "\n"));
    }

    /// <summary>An experiment that runs a program.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="options">The options that its script declares, to be passed on where the command names no parameter.</param>
    public static string OfProgram(string name, IReadOnlyList<string> command, IReadOnlyList<ScriptOption> options)
    {
        var named = command.SelectMany(Macros.Names).Distinct().ToList();
        var names = named.Except(ProgramSpace.OwnWords).ToList();
        List<ScriptOption> varied = names.Count > 0 ? [] : [.. options.Where(o => o.IsNumber && !ProgramSpace.OwnWords.Contains(o.Parameter)).OrderBy(o => !o.Name.StartsWith('l')).Take(2)];
        var seed = named.Contains(Seed) || names.Count > 0 ? null : options.FirstOrDefault(o => o.Name == Seed);
        string[] words = [.. command, .. varied.Concat(seed is null ? [] : [seed]).SelectMany(o => (string[])[$"--{o.Name}", $"${{{o.Parameter}}}"])];
        string[] parameters =
        [
            .. names.Select(n => $"  {n}: [1, 2]"),
            .. varied.Select(o => $"  {o.Parameter}: [{string.Join(", ", o.Values.Select(v => v.ToString("G29", CultureInfo.InvariantCulture)))}]"),
        ];
        if (parameters.Length == 0) parameters = [$"  lr: [0.001, 0.01, 0.1]         # no option {(options.Count > 0 ? "that takes a number" : "of the program")} was found: name your own, and pass it above, as in --lr, \"${{lr}}\""];
        var first = names.Count > 0 ? names[0] : varied.Count > 0 ? varied[0].Parameter : "lr";
        var others = options.Except([.. varied, .. seed is null ? [] : (ScriptOption[])[seed]]).Select(o => $"--{o.Name}").ToList();
        List<string> lines =
        [
            $"name: {name}",
            "# What a trial runs: the program and its arguments, without a shell. ${" + first + "} is a parameter's value; it is in",
            $"# ${ProgramEnvironment.VariableOf(first)} too, and all of them are in the JSON file that $GOALKEEPER_PARAMS names.",
            .. others.Count > 0 && names.Count == 0 ? (string[])[$"# It also takes {string.Join(", ", others.Take(8))}{(others.Count > 8 ? " and more" : "")}."] : [],
            $"command: [{string.Join(", ", words.Select(Quoted))}]",
            "# What varies: every combination is a point.",
            "parameters:",
            .. parameters,
            words.Any(w => w.Contains("${seed}", StringComparison.Ordinal))
                ? "replicates: 2                    # each point with seeds 1 and 2: ${seed}"
                : "replicates: 2                    # each point with seeds 1 and 2, which the program is to read: ${seed}, $GOALKEEPER_SEED",
            "# What trials are compared by. The program prints it: goalkeeper: val_loss=0.31 step=10",
            "metric: { name: val_loss, goal: minimize }",
            "# timeout: 10m",
            "# retries: 1",
            "# env: { OMP_NUM_THREADS: 1 }    # values are stored nowhere",
        ];
        return string.Concat(lines.Select(line => line + "\n"));
    }

    /// <summary>A name for an experiment, from that of a file.</summary>
    public static string NameOf(string path)
    {
        var letters = Path.GetFileNameWithoutExtension(path).Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '-');
        var name = string.Concat(letters).Trim('-', '_');
        return name.Length == 0 ? "experiment" : name[..Math.Min(name.Length, 60)];
    }

    private static List<TableColumn> Columns(string path) => CsvTable.Read(path, csv =>
    {
        var columns = csv.Names.Select((name, place) => new TableColumn(name, place)).ToList();
        while (csv.Next())
        {
            foreach (var column in columns) column.Add(csv.Text(column.Place), csv.IsMissing(column.Place), csv.TryNumber(column.Place, out _));
        }
        return columns;
    });

    private static int Rank(string name)
    {
        var place = Array.FindIndex(LabelNames, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return place < 0 ? LabelNames.Length : place;
    }

    private static string Quoted(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '/' or '-')
            && text.ToLowerInvariant() is not ("true" or "false" or "null")
            ? text
            : JsonSerializer.Serialize(text, Plain);

    /// <summary>What a column of the table looks like.</summary>
    private sealed class TableColumn(string name, int place)
    {
        private readonly HashSet<string> _values = [];
        private long _rows;
        private long _numbers;

        public string Name => name;

        public int Place => place;

        public bool HasGaps { get; private set; }

        public bool IsLabel => _values.Count == 2 && !HasGaps && !IsSplit;

        public bool IsSplit => _values.Count is 2 or 3 && !HasGaps && _values.All(v => SplitName.Find(v) is not null);

        /// <summary>Whether it is empty, a number of the row, a name or a text.</summary>
        public bool IsNoFeature => _values.Count < 2
            || (_numbers < _rows && (_numbers > 0 || _values.Count > CsvColumn.MostCategories || _values.Count == _rows))
            || (_values.Count == _rows && name.Equals("id", StringComparison.OrdinalIgnoreCase));

        public void Add(string text, bool isMissing, bool isNumber)
        {
            HasGaps |= isMissing;
            if (isMissing) return;
            _rows++;
            if (isNumber) _numbers++;
            if (_values.Count <= CsvColumn.MostCategories || isNumber) _values.Add(text);
        }
    }
}
