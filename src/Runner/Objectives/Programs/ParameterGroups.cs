using System.Text.Json;

namespace Goalkeeper.Runner;

/// <summary>Parameters by dotted names as the objects that they were nested in.</summary>
internal static class ParameterGroups
{
    /// <summary>The values in the order of their names, those of a group as one object.</summary>
    /// <param name="values">By dotted names.</param>
    /// <param name="groups">The groups' names, the outer before the inner.</param>
    public static IReadOnlyDictionary<string, JsonElement> Nest(IEnumerable<KeyValuePair<string, JsonElement>> values, IReadOnlyList<string> groups)
    {
        var (all, nested) = (values.ToList(), new SortedDictionary<string, JsonElement>(StringComparer.Ordinal));
        foreach (var (name, value) in all)
        {
            var group = groups.FirstOrDefault(each => IsIn(each, name));
            if (group is null)
            {
                nested[name] = value;
            }
            else if (!nested.ContainsKey(group))
            {
                var inner = all.Where(v => IsIn(group, v.Key)).Select(v => KeyValuePair.Create(v.Key[(group.Length + 1)..], v.Value));
                nested[group] = JsonSerializer.SerializeToElement(Nest(inner, [.. groups.Where(each => IsIn(group, each)).Select(each => each[(group.Length + 1)..])]));
            }
        }
        return nested;
    }

    /// <summary>Whether a dotted name is one of a group.</summary>
    public static bool IsIn(string group, string name) => name.StartsWith($"{group}.", StringComparison.Ordinal);
}
