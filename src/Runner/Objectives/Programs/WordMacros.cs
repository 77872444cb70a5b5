using System.Text.Encodings.Web;
using System.Text.Json;

namespace Goalkeeper.Runner;

/// <summary>
/// Words of a command that stand for any number of words: the macros of W&amp;B's sweep files, as <c>${wandb:args}</c>. Values read as Python's <c>str</c> has
/// them, for that is what the programs of those files expect.
/// </summary>
internal static class WordMacros
{
    private const string Prefix = "wandb:";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What W&amp;B calls them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "interpreter", "args", "args_no_equals", "args_no_hyphens", "args_no_boolean_flags", "args_json", "args_json_file", "args_append_hydra", "args_override_hydra",
    ];

    /// <summary>The word of a command that stands for it.</summary>
    public static string Written(string name) => $"${{{Prefix}{name}}}";

    /// <summary>Which one a word is, or null: it stands for itself.</summary>
    public static string? NameOf(string word) => Names.FirstOrDefault(name => word == Written(name));

    /// <summary>The words that it stands for.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="arguments">The parameters' values, those of a group together.</param>
    /// <param name="file">The file that has them as JSON.</param>
    /// <param name="interpreter">What Python is called here.</param>
    public static IEnumerable<string> Words(string name, IReadOnlyDictionary<string, JsonElement> arguments, string file, Func<string> interpreter) => name switch
    {
        "interpreter" => [interpreter()],
        "args" => arguments.Select(a => $"--{Pair(a)}"),
        "args_no_equals" => arguments.SelectMany(a => (string[])[$"--{a.Key}", PythonText.Of(a.Value)]),
        "args_no_hyphens" => arguments.Select(Pair),
        "args_no_boolean_flags" => arguments.Where(a => a.Value.ValueKind != JsonValueKind.False).Select(a => a.Value.ValueKind == JsonValueKind.True ? $"--{a.Key}" : $"--{Pair(a)}"),
        "args_append_hydra" => arguments.Select(a => $"+{Pair(a)}"),
        "args_override_hydra" => arguments.Select(a => $"++{Pair(a)}"),
        "args_json" => [JsonSerializer.Serialize(arguments, Plain)],
        "args_json_file" => [file],
        _ => throw new ArgumentException($"There is no macro {name}.", nameof(name)),
    };

    private static string Pair(KeyValuePair<string, JsonElement> argument) => $"{argument.Key}={PythonText.Of(argument.Value)}";
}
