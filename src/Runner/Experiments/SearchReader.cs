using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads how an experiment's points are proposed: all of a grid, or one after the other.</summary>
internal sealed class SearchReader(YamlMap root, ObjectiveSpace space, SettingsReader settings, Problems problems)
{
    /// <summary>What an experiment file may say of it, besides its <c>method</c>.</summary>
    public static readonly IReadOnlyList<string> Keys = ["run_cap", "parallelism", "search_seed", "first", "start_from", "early_terminate"];

    /// <summary>Those of them that an option may set, and the method.</summary>
    public static readonly IReadOnlyList<string> Settable = ["method", "run_cap", "parallelism", "search_seed", "start_from"];

    /// <summary>The most points of a search.</summary>
    public const int MostPoints = 1_000_000;

    private const int MostAtOnce = 10_000;

    private static readonly string[] Later = ["custom"];
    private static readonly string[] Imputed = ["worst", "best", "latest"];
    private readonly List<string> _remarks = [];

    /// <summary>What a person should know of it.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Where each point of <c>first</c> stands.</summary>
    public IReadOnlyList<SourceLocation> FirstAt { get; private set; } = [];

    /// <summary>Null where all of a grid is planned at once, or something is wrong.</summary>
    public PlanSearch? Read()
    {
        var method = root["method"] is { } written
            ? problems.Try(() => written.AsChoice("method", [PlanSearch.Grid, .. SearchMethods.Names], Later)) ?? ""
            : PlanSearch.Grid;
        var target = Target();
        if (method == PlanSearch.Grid)
        {
            CheckGrid(waits: root["early_terminate"] is not null || target is not null);
            if (root["run_cap"] is null && root["early_terminate"] is null && target is null) return null;
        }
        if (method.Length == 0) return null;
        if (method != PlanSearch.Grid) CheckSearch(method);
        var search = new PlanSearch
        {
            Method = method,
            RunCap = Whole("run_cap", 1, MostPoints, MostPoints),
            Target = target,
            EarlyTerminate = root["early_terminate"] is { } rule ? problems.Try(() => EarlyTermination.Read(rule).ToJson()) : null,
            Parallelism = Whole("parallelism", 1, MostAtOnce, PlanSearch.UsualParallelism),
            Seed = (uint)Whole("search_seed", 0, int.MaxValue, 1),
            First = root["first"] is { } first ? problems.Try(() => First(first)) ?? [] : [],
        };
        if (search.First.Count > search.RunCap && search.RunCap > 0)
            _remarks.Add(FormattableString.Invariant($"first has {search.First.Count} points, and run_cap is {search.RunCap}: those after it are not tried"));
        return search;
    }

    /// <summary>The earlier sweep that a search starts from, or null.</summary>
    public Located<string>? StartFrom() => root["start_from"] is not { } value ? null : problems.Try(() =>
    {
        const string expected = "a sweep of the same store, such as my-search (the newest of that name) or my-search#2";
        return value is YamlText { IsNothing: false, Text: var name } && IsSweep(name)
            ? new Located<string>(name, value.At)
            : throw value.Unexpected("start_from", expected);
    });

    /// <summary>Whether a sweep may be called so: by its name, or with its number.</summary>
    public static bool IsSweep(string text) => SweepReference.Split(text, '#') is (var name, not 0) && Experiment.IsName(name);

    // What ends a search, and W&B's words for what it takes points for that have no value.
    private double? Target()
    {
        if (root["metric"] is not YamlMap metric) return null;
        if (metric["impute"] is { } impute && problems.Try(() => impute.AsChoice("impute", Imputed)) is "best" or "latest")
            _remarks.Add("`impute` of metric: here a point that failed counts as the worst seen");
        return metric["target"] is not { } target ? null
            : problems.Try(() => target is YamlText { Number: { } number } ? number : throw target.Unexpected("target of metric", "a number, which ends the sweep when a point reaches it"));
    }

    private int Whole(string key, int least, int most, int usual) => root[key] is { } value ? problems.Try(() => value.AsWhole(key, least, most)) : usual;

    private void CheckSearch(string method)
    {
        if (root["run_cap"] is null)
            problems.Add(new ExperimentException(root["method"]!.At, $"{method} goes on for ever; expected run_cap, the number of points to try, such as `run_cap: 50` or --set run_cap=50"));
        if (method == "gp" && settings.Parameters.Count > 0 && !settings.Parameters.Any(IsNumeric))
            _remarks.Add("gp learns from numbers, and no parameter has any; `tpe` is made for categories, and `bayes` chooses by the space");
        if (settings.Parameters.Count + settings.Variants.Count == 0 && root["parameters"] is null && root["variants"] is null)
            problems.Add(new ExperimentException(root["method"]!.At, $"there is nothing that {method} could vary; expected parameters"));
    }

    private static bool IsNumeric(Parameter parameter) => parameter.Distribution is not null || parameter.Values.Any(v => v.Value.IsNumber);

    private void CheckGrid(bool waits)
    {
        string[] ofSearch = [.. waits ? (string[])[] : ["parallelism"], "search_seed", "first", "start_from"];
        foreach (var key in root.Entries.Select(e => e.Key).Where(key => ofSearch.Contains(key.Text)))
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
        FirstAt = [.. list.Items.Select(item => item.At)];
        return [.. list.Items.Select(item => problems.Try(() => Point(item)) ?? [])];
    }

    private OrderedDictionary<string, string> Point(YamlValue value)
    {
        if (value is not YamlMap map) throw value.Unexpected("an item of first", "a point such as {learning_rate: 0.01, lambda: 0}");
        List<string> known = [.. settings.Variants.Count > 1 ? (string[])[SearchFactor.VariantKey] : [], .. settings.Parameters.Select(p => p.Name)];
        map.WithKeys(" of first", known, []);
        var point = new OrderedDictionary<string, string>();
        foreach (var (key, item) in map.Entries)
        {
            if (settings.Parameters.Any(p => p.Name == key.Text)) point[key.Text] = space.Find(key.Text)!.Read(item).Json;
            else point[SearchFactor.Variant] = SettingValue.Of(item.AsChoice("the variant of a point of first", [.. settings.Variants.Select(v => v.Name)])).Json;
        }
        return point;
    }
}
