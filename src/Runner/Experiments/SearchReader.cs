using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads how an experiment's points are proposed: all of a grid, or one after the other.</summary>
internal sealed class SearchReader(YamlMap root, ObjectiveSpace space, SettingsReader settings, Problems problems)
{
    /// <summary>What an experiment file may say of it, besides its <c>method</c>.</summary>
    public static readonly IReadOnlyList<string> Keys = ["run_cap", "parallelism", "search_seed", "first"];

    private const string Grid = "grid";
    private const int MostPoints = 1_000_000;
    private const int MostAtOnce = 10_000;

    private static readonly string[] s_later = ["custom"];

    /// <summary>Null where all of a grid is run, or something is wrong.</summary>
    public PlanSearch? Read()
    {
        var method = root["method"] is { } written
            ? problems.Try(() => written.AsChoice("method", [Grid, .. SearchMethods.Names], s_later)) ?? ""
            : Grid;
        if (method == Grid)
        {
            CheckGrid();
            return null;
        }
        if (method.Length == 0) return null;
        if (root["run_cap"] is null)
            problems.Add(new ExperimentException(root["method"]!.At, $"{method} goes on for ever; expected run_cap, the number of points to try, such as `run_cap: 50`"));
        if (settings.Parameters.Count + settings.Variants.Count == 0 && root["parameters"] is null && root["variants"] is null)
            problems.Add(new ExperimentException(root["method"]!.At, $"there is nothing that {method} could vary; expected parameters"));
        return new PlanSearch
        {
            Method = method,
            RunCap = Whole("run_cap", 1, MostPoints, 1),
            Parallelism = Whole("parallelism", 1, MostAtOnce, PlanSearch.UsualParallelism),
            Seed = (uint)Whole("search_seed", 0, int.MaxValue, 1),
            First = root["first"] is { } first ? problems.Try(() => First(first)) ?? [] : [],
        };
    }

    private int Whole(string key, int least, int most, int usual) => root[key] is { } value ? problems.Try(() => value.AsWhole(key, least, most)) : usual;

    private void CheckGrid()
    {
        foreach (var key in root.Entries.Select(e => e.Key).Where(key => Keys.Contains(key.Text)))
            problems.Add(new ExperimentException(key.At, $"`{key.Text}` is for a search, and a grid runs all its points; expected a method: {string.Join(", ", SearchMethods.Names)}"));
        foreach (var parameter in settings.Parameters.Where(p => p.Distribution is not null))
        {
            problems.Add(new ExperimentException(
                parameter.At!, $"{parameter.Name} has a range, and a grid needs values; expected a list of them, or a method: {string.Join(", ", SearchMethods.Names)}"));
        }
        foreach (var parameter in settings.Parameters.Where(p => p.Probabilities is not null))
        {
            problems.Add(new ExperimentException(
                parameter.At!, $"{parameter.Name} has probabilities, and a grid runs every value; expected none, or a method: {string.Join(", ", SearchMethods.Names)}"));
        }
    }

    private List<IReadOnlyDictionary<string, string>> First(YamlValue value)
    {
        if (value is not YamlList { Items.Count: > 0 } list) throw value.Unexpected("first", "a list of points to try first, such as [{learning_rate: 0.01, lambda: 0}]");
        var points = new List<IReadOnlyDictionary<string, string>>();
        var seen = new HashSet<string>();
        foreach (var item in list.Items)
        {
            problems.Try(() =>
            {
                var point = Point(item);
                if (!seen.Add(string.Join('\n', point.OrderBy(p => p.Key, StringComparer.Ordinal)))) throw new ExperimentException(item.At, "first has this point twice; expected each once");
                points.Add(point);
            });
        }
        return points;
    }

    private OrderedDictionary<string, string> Point(YamlValue value)
    {
        if (value is not YamlMap map) throw value.Unexpected("an item of first", "a point such as {learning_rate: 0.01, lambda: 0}");
        List<string> known = [.. settings.Variants.Count > 1 ? (string[])[SearchFactor.VariantKey] : [], .. settings.Parameters.Select(p => p.Name)];
        map.WithKeys(" of first", known, []);
        if (settings.Variants.Count > 1 && map[SearchFactor.VariantKey] is null) throw new ExperimentException(map.At, "a point of first has no variant");
        // What exists only sometimes may be left out; where it does exist, it is proposed for nobody.
        var always = settings.Parameters.Select(p => p.Name).Where(name => root["only_when"] is not YamlMap conditions || conditions[name] is null);
        if (always.FirstOrDefault(name => map[name] is null) is { } missing) throw new ExperimentException(map.At, $"a point of first has no {missing}; expected a value of every parameter");
        var point = new OrderedDictionary<string, string>();
        foreach (var (key, item) in map.Entries)
        {
            if (settings.Parameters.FirstOrDefault(p => p.Name == key.Text) is { } parameter) point[key.Text] = Value(parameter, item).Json;
            else point[SearchFactor.Variant] = SettingValue.Of(item.AsChoice("the variant of a point of first", [.. settings.Variants.Select(v => v.Name)])).Json;
        }
        return point;
    }

    private SettingValue Value(Parameter parameter, YamlValue item)
    {
        var value = space.Find(parameter.Name)!.Read(item);
        var isThere = parameter.Distribution is { } distribution
            ? item is YamlText { Number: { } number } && distribution.Domain.Has(number)
            : parameter.Values.Any(v => v.Value == value);
        return isThere ? value : throw item.Unexpected(
            $"{parameter.Name} of a point of first",
            parameter.Distribution?.ToString() ?? $"one of its values ({string.Join(", ", parameter.Values.Select(v => v.Value.Word))})");
    }
}
