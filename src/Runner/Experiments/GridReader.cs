using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads what shapes the grid beside its parameters: what goes together, what exists only sometimes, what is left out.</summary>
internal sealed class GridReader(YamlMap root, ObjectiveSpace space, SettingsReader settings, Problems problems)
{
    private const string ZipExpected = "a list of lists of parameters that go together, such as [[learning_rate, iterations]]";
    private const string OnlyWhenExpected = "a mapping such as {momentum: {optimizer: sgd}}";

    /// <summary>SQL expressions that are true of points to leave out.</summary>
    public IReadOnlyList<Located<string>> Exclude() => Read<Located<string>>("exclude", value =>
    {
        const string expected = "an SQL expression such as lambda > 0 and keep_prob < 1, or a list of them";
        return value is YamlList { Items.Count: > 0 } list ? [.. list.Items.Select(Expression)] : [Expression(value)];

        static Located<string> Expression(YamlValue value) =>
            value is YamlText { IsNothing: false } text && !string.IsNullOrWhiteSpace(text.Text)
                ? new Located<string>(text.Text, text.At)
                : throw value.Unexpected("exclude", expected);
    });

    /// <summary>The parameters that go together, first with first and second with second.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Zip() => Read("zip", value =>
    {
        if (value is not YamlList { Items.Count: > 0 } list) throw value.Unexpected("zip", ZipExpected);
        var seen = new HashSet<string>();
        return list.Items.Select(item => (IReadOnlyList<string>)Together(item, seen)).ToList();
    });

    /// <summary>When parameters exist that do not always.</summary>
    public IReadOnlyList<OnlyWhen> OnlyWhen() => Read("only_when", value =>
    {
        if (value is not YamlMap { Entries.Count: > 0 } map) throw value.Unexpected("only_when", OnlyWhenExpected);
        var all = new List<OnlyWhen>();
        foreach (var (key, item) in map.Entries) problems.Try(() => all.Add(Condition(key, item)));
        foreach (var each in all)
        {
            if (Circle(each.Name, all) is { } circle)
                throw new ExperimentException(each.At, $"`{each.Name}` exists only when itself does ({string.Join(" → ", circle)}); expected no circle");
        }
        return all;
    });

    private List<string> Together(YamlValue value, HashSet<string> seen)
    {
        if (value is not YamlList { Items.Count: > 1 } list) throw value.Unexpected("an item of zip", "a list of at least two parameters");
        var parameters = list.Items.Select(item =>
        {
            var name = item.AsText("an item of zip");
            var parameter = settings.Parameters.FirstOrDefault(p => p.Name == name) ?? throw NoParameter(name, item.At, settings.Parameters.Select(p => p.Name));
            return seen.Add(name) ? parameter : throw new ExperimentException(item.At, $"`{name}` stands twice under zip; expected it once");
        }).ToList();
        if (parameters.Find(p => p.Distribution is not null) is { } range)
            throw new ExperimentException(value.At, $"{range.Name} has a range, whose values cannot go with others; expected a list of its values");
        var other = parameters.Find(p => p.Values.Count != parameters[0].Values.Count);
        return other is null
            ? parameters.ConvertAll(p => p.Name)
            : throw new ExperimentException(
                value.At, FormattableString.Invariant($"{parameters[0].Name} has {parameters[0].Values.Count} values, and {other.Name} {other.Values.Count}; ")
                + "what goes together needs as many of each");
    }

    private OnlyWhen Condition(YamlText key, YamlValue value)
    {
        var name = key.Text;
        if (!Given.Contains(name)) throw NoParameter(name, key.At, Given);
        if (space.Find(name) is { IsRequired: true })
            throw new ExperimentException(key.At, $"{name} has no default; every point needs a value of it");
        if (value is not YamlMap { Entries.Count: > 0 } map) throw value.Unexpected($"only_when of {name}", "another parameter with its value or values, such as {optimizer: sgd}");
        return new OnlyWhen(name, map.Entries.ToDictionary(e => e.Key.Text, e => (IReadOnlyList<SettingValue>)Values(e.Key, e.Value)), key.At);
    }

    // As under parameters, a list is several values.
    private List<SettingValue> Values(YamlText key, YamlValue value)
    {
        if (!Given.Contains(key.Text)) throw NoParameter(key.Text, key.At, Given);
        IReadOnlyList<YamlValue> items = value is YamlList { Items: { Count: > 0 } several } ? several : [value];
        var values = items.Select(space.Find(key.Text)!.Read).ToList();
        // What an option sets may be none of the file's values.
        if (settings.Parameters.FirstOrDefault(p => p.Name == key.Text && p.Distribution is not null) is not null)
            throw new ExperimentException(key.At, $"{key.Text} has a range; expected a parameter with a list of values");
        if (settings.Parameters.FirstOrDefault(p => p.Name == key.Text) is not { } other || other.Values.Any(v => v.At.Line == 0)) return values;
        var wrong = values.FindIndex(v => other.Values.All(o => o.Value != v));
        if (wrong < 0) return values;
        var known = other.Values.Select(v => SweepPlan.Text(v.Value.Json)).ToList();
        var hint = items[wrong] is YamlText { Number: null } word ? Spelling.Hint(word.Text, known) : "";
        throw items[wrong].Unexpected(key.Text, $"one of its values ({ShortList.Of(known)})", hint);
    }

    private List<string> Given =>
        [.. settings.Parameters.Select(p => p.Name), .. settings.Settings.Keys, .. settings.Variants.SelectMany(v => v.Settings.Keys)];

    private static ExperimentException NoParameter(string name, SourceLocation at, IEnumerable<string> known)
    {
        var names = known.Distinct().ToList();
        return new(at, names.Count == 0
            ? $"there is no parameter `{name}`"
            : $"there is no parameter `{name}`; expected one of {ShortList.Of(names)}{Spelling.Hint(name, names)}");
    }

    /// <summary>The way from a parameter over what it depends on back to itself, or null.</summary>
    private static List<string>? Circle(string start, IReadOnlyList<OnlyWhen> all)
    {
        var seen = new HashSet<string>();
        return Way([start]);

        List<string>? Way(List<string> way)
        {
            foreach (var other in all.FirstOrDefault(c => c.Name == way[^1])?.When.Keys ?? [])
            {
                if (other == start) return [.. way, other];
                if (seen.Add(other) && Way([.. way, other]) is { } found) return found;
            }
            return null;
        }
    }

    private IReadOnlyList<T> Read<T>(string key, Func<YamlValue, IReadOnlyList<T>> read) =>
        root[key] is { } value ? problems.Try(() => read(value)) ?? [] : [];
}
