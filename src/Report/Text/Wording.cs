namespace Goalkeeper.Report.Text;

/// <summary>How names read in a report.</summary>
internal static class Wording
{
    /// <summary>dev_accuracy is "dev accuracy".</summary>
    public static string Metric(string name) => name.Replace('_', ' ');

    /// <summary>The same at the beginning of a title.</summary>
    public static string Capitalized(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A setting as the notes write it: λ; the others by their names.</summary>
    public static string Setting(string name) => name == "lambda" ? "λ" : name;

    /// <summary>What a point is called: its variant and its parameters' values, those there are.</summary>
    public static string Point(string? variant, IEnumerable<KeyValuePair<string, object>> parameters) => string.Join(
        ", ",
        parameters.Select(p => $"{Setting(p.Key)} = {NumberText.Parameter(p.Value)}").Prepend(variant).Where(text => text is not null));

    /// <summary>"λ = 0.7".</summary>
    public static string Assignment(string label, double value) => $"{label} = {NumberText.Exact(value)}";

    /// <summary>"a; b": of some remarks those that say something.</summary>
    public static string Remarks(params IEnumerable<string> remarks) => string.Join("; ", remarks.Where(remark => remark.Length > 0));

    /// <summary>"a, b and c".</summary>
    public static string List(IReadOnlyList<string> items) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.SkipLast(1))} and {items[^1]}";
}
