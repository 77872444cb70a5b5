using System.Text.RegularExpressions;

namespace Goalkeeper.Runner;

/// <summary>The command of a sweep file of W&amp;B: its macros, each a word of its own, become those of <see cref="WordMacros"/>; any other <c>${…}</c> stays.</summary>
internal sealed partial class WandbCommand
{
    private const string Environment = "/usr/bin/env";
    private const string Interpreter = "${interpreter}";
    private const string Program = "${program}";

    private static readonly string[] Usual = ["${env}", Interpreter, Program, "${args}"];
    private static readonly string[] Words = ["${env}", Program, .. WordMacros.Names.Select(name => $"${{{name}}}")];

    private readonly YamlMap _root;
    private readonly List<string> _remarks = [];

    public WandbCommand(YamlMap root, string path, Problems problems)
    {
        _root = root;
        var program = root["program"] is { } text ? problems.Try(() => text.AsText("program")) : null;
        if (Written is null && root["program"] is null)
            problems.Add(new ExperimentException(root.At, "program is missing; expected the script that a trial runs, such as `program: train.py`, or a command"));
        var beside = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        List<string> named = [.. (program is null ? [] : (string[])[program]), .. (Written as YamlList)?.Items.OfType<YamlText>().Select(word => word.Text) ?? []];
        // As W&B's agent does, but for a sweep that lies beside its program.
        Folder = named.Exists(word => !Path.IsPathRooted(word) && File.Exists(Path.Combine(beside, word))) ? beside : Directory.GetCurrentDirectory();
        if (program is not null && !File.Exists(Path.Combine(Folder, program)))
            _remarks.Add($"there is no program {program}: neither beside the file, in {beside}, nor in the current folder");
        Entries = [.. problems.Try(() => Command(program)) is { } command ? [(new YamlText("command", IsPlain: true, command.At), command)] : ((YamlText, YamlValue)[])[]];
    }

    /// <summary>The command in an experiment file's words; none where there is none.</summary>
    public IReadOnlyList<(YamlText Key, YamlValue Value)> Entries { get; }

    /// <summary>Where it runs.</summary>
    public string Folder { get; }

    /// <summary>What a person probably did not mean.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Whether a word of a command is one of W&amp;B's macros.</summary>
    public static bool IsMacro(string word) => Words.Contains(word);

    // An empty list is no command, and so the usual one.
    private YamlValue? Written => _root["command"] is YamlText { IsNothing: true } or YamlList { Items.Count: 0 } ? null : _root["command"];

    private YamlValue? Command(string? program)
    {
        if (Written is null && program is null) return null;
        var written = Written ?? new YamlList([.. Usual.Select(word => new YamlText(word, IsPlain: false, _root["program"]!.At))], _root["program"]!.At);
        if (written is not YamlList list) return written; // whoever reads a command says what is wrong with it
        var words = new List<YamlValue>();
        foreach (var item in list.Items)
            words.Add(item is YamlText { IsNothing: false } word ? word with { Text = Word(word, words.LastOrDefault() as YamlText, program) } : item);
        return new YamlList(words, list.At);
    }

    private string Word(YamlText word, YamlText? before, string? program)
    {
        switch (word.Text)
        {
            case "${env}":
                return Environment;
            case Program:
                return program is null ? throw new ExperimentException(word.At, "command has `${program}`, and there is no `program`; expected one, such as `program: train.py`") : Kept(program);
            // `python` is the interpreter, too: not every machine has one of that name.
            case "python" when before is null || before.Text == Environment:
                return WordMacros.Written("interpreter");
            default:
                if (IsMacro(word.Text)) return WordMacros.Written(word.Text[2..^1]);
                if (Words.FirstOrDefault(macro => word.Text.Contains(macro, StringComparison.Ordinal)) is { } inside)
                    _remarks.Add($"command: `{inside}` in `{word.Text}` is no word of its own, and is passed on as it stands, as by W&B");
                return Kept(word.Text);
        }
    }

    // Hydra's and OmegaConf's own.
    private static string Kept(string word) => OtherMacro().Replace(word, "$$$${");

    [GeneratedRegex(@"\$\{(?!envvar:[A-Za-z_][A-Za-z0-9_]*\})")]
    private static partial Regex OtherMacro();
}
