using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Goalkeeper.Runner;

/// <summary>What a program said in one line.</summary>
/// <param name="Step">The step that it named, or null.</param>
/// <param name="Values">The metrics' values by their names; they may be NaN or infinite.</param>
internal sealed record Measurement(long? Step, IReadOnlyDictionary<string, double> Values);

/// <summary>A line was meant as a measurement and is none; the message says why.</summary>
internal sealed class WrongLineException(string message) : Exception(message);

/// <summary>Reads measurements from a program's lines. A line counts as a whole or not at all.</summary>
internal static partial class MetricLine
{
    /// <summary>What a line calls the step that its metrics belong to.</summary>
    public const string StepName = "step";

    private const int LongestName = 200;
    private const double LargestStep = 1L << 53; // to here a double holds every whole number

    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<string> NotFinite = SearchValues.Create(["nan", "inf"], StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> Mark => "goalkeeper:"u8;

    /// <summary>Whether there may be a measurement in some lines: a <see cref="LineFilter"/>.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> lines) => lines.Contains((byte)'{') || lines.IndexOf(Mark) >= 0;

    /// <summary>Reads a line of standard output: one that is marked, or JSON with a metric that the experiment declares.</summary>
    /// <param name="line">Its bytes.</param>
    /// <param name="isWhole">False: it was cut.</param>
    /// <param name="declared">These metrics.</param>
    /// <returns>Null: an ordinary line.</returns>
    /// <exception cref="WrongLineException">It was meant as a measurement.</exception>
    public static Measurement? OfOutput(ReadOnlySpan<byte> line, bool isWhole, IReadOnlySet<string> declared)
    {
        line = line.Trim(" \t"u8);
        if (line.StartsWith(Mark)) return OfMarked(line[Mark.Length..], isWhole);
        if (!line.StartsWith("{"u8))
        {
            CheckGlued(line, isWhole);
            return null;
        }
        if (!MayName(line, declared)) return null;
        try
        {
            return OfJson(line, declared.Contains);
        }
        catch (FormatException)
        {
            return null; // a line that happens to start with a brace
        }
    }

    /// <summary>The names of the numbers in a line of JSON, whether or not they count; null: it does not even begin as one.</summary>
    public static IReadOnlyList<string>? NumbersIn(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \t"u8);
        if (!line.StartsWith("{"u8)) return null;
        try
        {
            return [.. Properties(line).Where(p => p.Value.ValueKind == JsonValueKind.Number).Select(p => p.Name).Where(name => name != StepName && IsName(name))];
        }
        catch (FormatException)
        {
            return [];
        }
    }

    /// <summary>Reads a line of the metrics file: JSON, or nothing.</summary>
    /// <inheritdoc cref="OfOutput"/>
    public static Measurement? OfFile(ReadOnlySpan<byte> line, bool isWhole)
    {
        line = line.TrimStart("\uFEFF"u8).Trim(" \t"u8);
        return line.IsEmpty ? null : OfMarkedJson(line, isWhole);
    }

    private static Measurement? OfMarked(ReadOnlySpan<byte> line, bool isWhole)
    {
        line = line.Trim(" \t"u8);
        return line.StartsWith("{"u8) ? OfMarkedJson(line, isWhole) : OfPairs(line, isWhole);
    }

    /// <summary>A measurement behind something else on its line does not count: where that ends, and whether all came, nobody knows.</summary>
    private static void CheckGlued(ReadOnlySpan<byte> line, bool isWhole)
    {
        var mark = line.IndexOf(Mark);
        if (mark < 0) return;
        try
        {
            if (OfMarked(line[(mark + Mark.Length)..], isWhole) is null) return;
        }
        catch (WrongLineException)
        {
            return; // a line about Goalkeeper
        }
        throw new WrongLineException("`goalkeeper:` stands behind something else; expected a line of its own");
    }

    // Far cheaper than to read the line, which may be one of millions; with a backslash a name may be spelled otherwise.
    private static bool MayName(ReadOnlySpan<byte> line, IReadOnlySet<string> declared)
    {
        if (line.Contains((byte)'\\')) return declared.Count > 0;
        foreach (var name in declared)
        {
            if (line.IndexOf(Encoding.UTF8.GetBytes(name)) >= 0) return true;
        }
        return false;
    }

    private static Measurement? OfMarkedJson(ReadOnlySpan<byte> line, bool isWhole)
    {
        try
        {
            return OfJson(line, _ => true);
        }
        catch (FormatException)
        {
            throw new WrongLineException(isWhole ? """expected JSON as in {"step": 10, "val_loss": 0.31}""" : "the line was cut");
        }
    }

    /// <exception cref="FormatException">Not an object of JSON.</exception>
    private static Measurement? OfJson(ReadOnlySpan<byte> line, Func<string, bool> counts)
    {
        var properties = Properties(line).Where(p => p.Value.ValueKind != JsonValueKind.Null).ToList(); // null: not measured
        var values = new Dictionary<string, double>();
        foreach (var (name, value) in properties.Where(p => p.Name != StepName && counts(p.Name))) Add(values, name, Number(name, value));
        if (values.Count == 0) return null;
        if (properties.Count(p => p.Name == StepName) > 1) throw Twice(StepName);
        var (isStep, step) = properties.Find(p => p.Name == StepName);
        return new Measurement(isStep is null ? null : Step(Number(StepName, step), step.GetRawText()), values);
    }

    private static List<(string Name, JsonElement Value)> Properties(ReadOnlySpan<byte> line)
    {
        try
        {
            var text = Strict.GetString(line);
            if (text.AsSpan().ContainsAny(NotFinite)) text = Quoted(text);
            var all = JsonElement.Parse(text);
            return all.ValueKind == JsonValueKind.Object ? [.. all.EnumerateObject().Select(p => (p.Name, p.Value))] : throw new FormatException();
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException(null, e); // no JSON, no UTF-8, half a surrogate pair
        }
    }

    private static Measurement OfPairs(ReadOnlySpan<byte> line, bool isWhole)
    {
        if (!isWhole) throw new WrongLineException("the line was cut"); // 0.3 may have been 0.31
        long? step = null;
        var values = new Dictionary<string, double>();
        foreach (var pair in Encoding.UTF8.GetString(line).Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = pair.IndexOf('=', StringComparison.Ordinal) is var at and > 0
                ? (pair[..at], pair[(at + 1)..])
                : throw new WrongLineException($"expected name=value, found `{Short(pair)}`");
            if (!MetricNumber.TryParse(value, out var number)) throw new WrongLineException($"`{Short(name)}` is no number: `{Short(value)}`");
            if (name != StepName) Add(values, name, number);
            else step = step is null ? Step(number, value) : throw Twice(name);
        }
        return values.Count > 0 ? new Measurement(step, values) : throw new WrongLineException("it has no metric");
    }

    private static void Add(Dictionary<string, double> values, string name, double number)
    {
        if (!values.TryAdd(Checked(name), number)) throw Twice(name);
    }

    private static WrongLineException Twice(string name) => new($"`{Short(name)}` stands twice; expected it once");

    private static double Number(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when MetricNumber.TryParseNotFinite(value.GetString()!, out var number) => number,
        _ => throw new WrongLineException($"`{Short(name)}` is no number: `{Short(value.GetRawText())}`"),
    };

    private static long Step(double number, string written) => double.IsInteger(number) && number is >= 0 and <= LargestStep
        ? (long)number
        : throw new WrongLineException($"a step is a whole number, 0 or more, not `{Short(written)}`");

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && !name.Any(char.IsControl);

    private static string Checked(string name) => IsName(name)
        ? name
        : throw new WrongLineException($"a metric's name has 1 to {LongestName} characters, none of them a control character");

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";

    // JSON has no word for them, but Python's and Julia's json writes NaN and Infinity, and C's printf nan and -inf.
    private static string Quoted(string text) => StringOrWord().Replace(
        text, found => found.Value[0] != '"' && MetricNumber.TryParseNotFinite(found.Value, out _) ? $"\"{found.Value}\"" : found.Value);

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|[-+]?[A-Za-z]+(?:\([^()"]*\))?
        """)]
    private static partial Regex StringOrWord();
}
