using System.Globalization;

namespace Goalkeeper.Store;

/// <summary>Names in a message, which nobody reads if they are many.</summary>
internal static class ShortList
{
    private const int MostNamed = 20;

    /// <summary>"a, b, c", and of many the first: "a, b, …, t and 9,980 more".</summary>
    public static string Of(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MostNamed)) + (all.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {all.Count - MostNamed:N0} more") : "");
    }
}
