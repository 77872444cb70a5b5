using System.Text.Json;
using Goalkeeper.Search;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A search as its plan says it: the space, who proposes points of it, and the trials that a point is.</summary>
internal sealed class PlannedSearch : IDisposable
{
    private readonly SweepPlan _plan;
    private readonly PlanSearch _search;
    private readonly ObjectiveSpace _settings;
    private readonly IReadOnlyDictionary<string, SettingValue> _shared;
    private readonly IReadOnlyList<string> _varying;
    private readonly Dictionary<string, List<(string Other, List<SettingValue?> Allowed)>> _onlyWhen;
    private readonly IReadOnlyList<SearchFactor> _factors;
    private readonly PointColumns _columns;
    private readonly IReadOnlyList<RowFilter> _excluded;
    private readonly Func<PlannedTrial, bool>? _isExcluded;
    private readonly Proposer _proposer;
    private readonly IReadOnlyList<Observation> _earlier;

    /// <summary>Reads a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="excluded">Whether the point of a trial is left out, besides those that the plan says; null: none is.</param>
    /// <exception cref="UserErrorException">It is not one of a search that this version knows.</exception>
    public PlannedSearch(SweepPlan plan, Func<PlannedTrial, bool>? excluded = null)
    {
        _isExcluded = excluded;
        try
        {
            (_plan, _search) = (plan, plan.Search ?? throw new FormatException("it has no search."));
            _settings = plan.IsOfNetworks ? ObjectiveSpace.Network : ObjectiveSpace.AnyProgram;
            _shared = plan.Network.Concat(plan.Training).ToDictionary(s => s.Key, s => SettingValue.Parse(s.Value));
            _varying =
            [
                .. plan.Variants.SelectMany(v => v.Settings.Keys).Concat(plan.Parameters.Keys)
                    .Concat(plan.Replicates > 1 && plan.IsOfNetworks ? ["seed"] : []).Distinct(),
            ];
            _onlyWhen = plan.OnlyWhen.ToDictionary(c => c.Key, c => When(c.Value));
            _factors = [.. Factors(plan)];
            Space = new SearchSpace([.. _factors.Select(factor => new Dimension(string.Join(", ", factor.Names), factor.Domain) { Conditions = [.. Conditions(factor)] })]);
            _columns = new PointColumns(_settings, _varying, plan.Replicates > 1);
            _excluded = [.. plan.Exclude.Select(expression => new RowFilter(_columns.Names, expression))];
            Rule = EarlyTermination.Of(plan);
            _earlier = [.. (_search.Start?.Points ?? []).Select(point => new Observation(PointOf(point.Parameters), plan.Sign * point.Value))];
            _proposer = new Proposer(Space, SearchMethods.Of(_search.Method), _search.Seed, IsExcluded);
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or JsonException or InvalidOperationException)
        {
            throw new UserErrorException($"{plan.Title} cannot be read: {StoreErrors.Reason(e)}", e);
        }
    }

    /// <summary>What may be proposed.</summary>
    public SearchSpace Space { get; }

    /// <summary>Which trials are ended early; null: none.</summary>
    public EarlyTermination? Rule { get; }

    /// <summary>Who proposes, for people.</summary>
    public string Method => SearchMethods.Describe(_search.Method, Space);

    /// <summary>How many points it has at most.</summary>
    public long MostPoints => Math.Min(_search.RunCap, Math.Max(_search.First.Count, Space.Size is { } size ? size - _earlier.Count : long.MaxValue));

    /// <summary>The next point, or null: there were as many as the search may have, or no other is left.</summary>
    /// <param name="history">What is known.</param>
    public double[]? Next(History history)
    {
        if (history.Next > _search.RunCap) return null;
        return history.Next <= _search.First.Count
            ? PointOf(_search.First[history.Next - 1])
            : _proposer.Next(history with { Ended = [.. _earlier, .. history.Ended], Earlier = _earlier.Count });
    }

    /// <summary>The points that need no results, one after the other: all of them, or as many as may be under way at once.</summary>
    public IEnumerable<double[]> Beginning()
    {
        var points = new List<double[]>();
        while ((!_search.Waits || points.Count < _search.Parallelism) && Next(new History([], points)) is { } point)
        {
            yield return point;
            points.Add(point);
        }
    }

    /// <summary>The trials of a point, a seed each.</summary>
    /// <param name="number">The point's number, from 1.</param>
    /// <param name="point">Its values in the space.</param>
    public IEnumerable<PlannedTrial> Trials(int number, IReadOnlyList<double> point)
    {
        var variant = VariantOf(point);
        var settings = _settings.Complete(Values(point, variant)).ToDictionary();
        var isSetting = settings.TryGetValue("seed", out var first);
        var seed = isSetting ? (long)first!.Number : 1;
        for (var replicate = 1; replicate <= _plan.Replicates; replicate++, seed++)
        {
            if (isSetting) settings["seed"] = SettingValue.Of(seed);
            var parameters = _varying.Where(settings.ContainsKey).ToDictionary(name => name, name => settings[name].Json);
            yield return new PlannedTrial(((number - 1L) * _plan.Replicates) + replicate, number, variant?.Name, replicate, seed, parameters);
        }
    }

    /// <summary>A trial's point: the inverse of <see cref="Trials"/>.</summary>
    public double[] PointOf(PlannedTrial trial) =>
        PointOf(trial.Variant is { } variant ? trial.Parameters.Append(new(SearchFactor.Variant, SettingValue.Of(variant).Json)) : trial.Parameters);

    /// <summary>Why values of parameters by name are no point of the space, such as "lr is 2; expected uniform from 0 to 1"; null where they are one.</summary>
    public string? WhyNone(IReadOnlyDictionary<string, SettingValue> values)
    {
        var places = _factors.Select(factor => Place(factor, values)).ToArray();
        foreach (var (i, factor) in _factors.Index())
        {
            if (!double.IsNaN(places[i]) || !Space.Exists(i, places)) continue;
            var name = factor.Names[0] == SearchFactor.Variant ? SearchFactor.VariantKey : string.Join(", ", factor.Names);
            var given = factor.Names.Where(values.ContainsKey).Select(each => values[each].Word).ToList();
            return given.Count == 0 ? $"there is no {name}" : $"{name} is {string.Join(", ", given)}; expected {Expected(factor)}";
        }
        var others = VariantOf(places)?.Settings.Where(s => values.TryGetValue(s.Key, out var value) && value != SettingValue.Parse(s.Value)).ToList() ?? [];
        return others.Count == 0 ? null : $"{others[0].Key} is {values[others[0].Key].Word}; expected {SweepPlan.Text(others[0].Value)}";
    }

    /// <summary>Of values by name those that make a point of the space, as JSON.</summary>
    public IReadOnlyDictionary<string, string> Written(IReadOnlyDictionary<string, SettingValue> values)
    {
        var places = _factors.Select(factor => Place(factor, values)).ToArray();
        return new OrderedDictionary<string, string>(_factors.Index().Where(f => Space.Exists(f.Index, places)).SelectMany(f => f.Item.Names)
            .Where(values.ContainsKey).Select(name => KeyValuePair.Create(name, values[name].Json)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var filter in _excluded) filter.Dispose();
    }

    /// <summary>Why values that make a point of the space are left out of the search, such as "exclude is true of it: lr > 1"; null: they are not.</summary>
    public string? WhyExcluded(IReadOnlyDictionary<string, SettingValue> values)
    {
        var point = PointOf(values);
        if (IsExcludedByProgram(point)) return "the program excludes it";
        return Excluding(point) is { } expression ? $"exclude is true of it: {expression}" : null;
    }

    private static double Place(SearchFactor factor, IReadOnlyDictionary<string, SettingValue> values)
    {
        var place = factor.Rows is not null || values.GetValueOrDefault(factor.Names[0]) is { IsNumber: true } ? factor.Place(values) : double.NaN;
        return factor.Domain.Has(place) ? place : double.NaN;
    }

    private string Expected(SearchFactor factor) => factor.Rows is null
        ? ParameterDistribution.Parse(JsonElement.Parse(_plan.Parameters[factor.Names[0]])).ToString()
        : $"one of its values ({string.Join("; ", factor.Rows.Where((_, i) => factor.Domain.Has(i)).Select(row => string.Join(", ", row.Select(value => value.Word))))})";

    private double[] PointOf(IEnumerable<KeyValuePair<string, string>> parameters) => PointOf(parameters.ToDictionary(p => p.Key, p => SettingValue.Parse(p.Value)));

    private double[] PointOf(IReadOnlyDictionary<string, SettingValue> values) => Space.Reduce([.. _factors.Select(factor => factor.Place(values))]);

    private bool IsExcluded(IReadOnlyList<double> point) => IsExcludedByProgram(point) || Excluding(point) is not null;

    private bool IsExcludedByProgram(IReadOnlyList<double> point) => _isExcluded?.Invoke(Trials(1, point).First()) == true;

    /// <summary>The first expression of exclude that is true of a point.</summary>
    private string? Excluding(IReadOnlyList<double> point)
    {
        if (_excluded.Count == 0) return null;
        var variant = VariantOf(point);
        var row = _columns.Row(0, variant?.Name, Values(point, variant));
        return _plan.Exclude.Zip(_excluded).FirstOrDefault(e => e.Second.Matches(row)).First;
    }

    private bool HasVariants => _plan.Variants.Count > 1;

    private PlanVariant? VariantOf(IReadOnlyList<double> point) => HasVariants ? _plan.Variants[(int)point[0]] : _plan.Variants.SingleOrDefault();

    private Dictionary<string, SettingValue> Values(IReadOnlyList<double> point, PlanVariant? variant)
    {
        var values = _shared.ToDictionary();
        foreach (var (name, json) in variant?.Settings ?? new Dictionary<string, string>()) values[name] = SettingValue.Parse(json);
        foreach (var (i, factor) in _factors.Index().Skip(HasVariants ? 1 : 0))
        {
            if (double.IsNaN(point[i])) continue;
            foreach (var (name, value) in factor.ValuesAt(point[i])) values[name] = value;
        }
        foreach (var name in _onlyWhen.Keys.Where(name => !Exists(name)).ToList()) values.Remove(name);
        return values;

        bool Exists(string name) => !_onlyWhen.TryGetValue(name, out var when)
            || when.TrueForAll(w => Exists(w.Other) && w.Allowed.Contains(values.GetValueOrDefault(w.Other) ?? _settings.Find(w.Other)?.Default));
    }

    // As in a grid: the variant first, and parameters that go together where the first of them stands.
    private IEnumerable<SearchFactor> Factors(SweepPlan plan)
    {
        if (HasVariants) yield return SearchFactor.OfVariants(plan.Variants.Select(v => v.Name));
        foreach (var name in plan.Parameters.Keys)
        {
            var group = plan.Zip.FirstOrDefault(group => group.Contains(name)) ?? [name];
            if (group[0] == name) yield return SearchFactor.Of(group, [.. group.Select(each => plan.Parameters[each])]);
        }
    }

    // Of parameters that go together some may exist only sometimes: their dimension always does.
    private IEnumerable<Condition> Conditions(SearchFactor factor)
    {
        if (factor.Names is not [var name] || !_onlyWhen.TryGetValue(name, out var when)) yield break;
        foreach (var (other, allowed) in when)
        {
            var parent = _factors.ToList().FindIndex(f => f.Names.Contains(other));
            if (parent >= 0) yield return new Condition(parent, _factors[parent].Places(other, allowed));
            else if (HasVariants) yield return new Condition(0, [.. _plan.Variants.Index().Where(v => allowed.Contains(Fixed(v.Item, other))).Select(v => (double)v.Index)]);
            // What is the same everywhere allows the parameter everywhere, or nowhere.
            else if (!allowed.Contains(Fixed(_plan.Variants.SingleOrDefault(), other))) yield return Condition.Never;
        }
    }

    private static List<(string Other, List<SettingValue?> Allowed)> When(string json)
    {
        using var when = JsonDocument.Parse(json);
        return [.. when.RootElement.EnumerateObject().Select(other => (other.Name, other.Value.EnumerateArray().Select(SettingValue.From).ToList<SettingValue?>()))];
    }

    private SettingValue? Fixed(PlanVariant? variant, string name) => variant?.Settings.GetValueOrDefault(name) is { } json
        ? SettingValue.Parse(json)
        : _shared.GetValueOrDefault(name) ?? _settings.Find(name)?.Default;
}
