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
    private readonly Proposer _proposer;

    /// <summary>Reads a plan.</summary>
    /// <exception cref="UserErrorException">It is not one of a search that this version knows.</exception>
    public PlannedSearch(SweepPlan plan)
    {
        try
        {
            (_plan, _search) = (plan, plan.Search ?? throw new FormatException("it has no search."));
            _settings = plan.Program is null ? ObjectiveSpace.Network : ObjectiveSpace.Program;
            _shared = plan.Network.Concat(plan.Training).ToDictionary(s => s.Key, s => SettingValue.Parse(s.Value));
            _varying =
            [
                .. plan.Variants.SelectMany(v => v.Settings.Keys).Concat(plan.Parameters.Keys)
                    .Concat(plan.Replicates > 1 && plan.Program is null ? ["seed"] : []).Distinct(),
            ];
            _onlyWhen = plan.OnlyWhen.ToDictionary(c => c.Key, c => When(c.Value));
            _factors = [.. Factors(plan)];
            Space = new SearchSpace([.. _factors.Select(factor => new Dimension(string.Join(", ", factor.Names), factor.Domain) { Conditions = [.. Conditions(factor)] })]);
            _columns = new PointColumns(_settings, _varying, plan.Replicates > 1);
            _excluded = [.. plan.Exclude.Select(expression => new RowFilter(_columns.Names, expression))];
            _proposer = new Proposer(Space, SearchMethods.Of(_search.Method), _search.Seed, IsExcluded);
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException or JsonException or InvalidOperationException)
        {
            throw new UserErrorException($"the stored plan of a search cannot be read: {e.Message}", e);
        }
    }

    /// <summary>What may be proposed.</summary>
    public SearchSpace Space { get; }

    /// <summary>Who proposes, for people.</summary>
    public string Method => SearchMethods.Describe(_search.Method, Space);

    /// <summary>How many points it has at most.</summary>
    public long MostPoints => Math.Min(_search.RunCap, Space.Size ?? long.MaxValue);

    /// <summary>The next point, or null: there were as many as the search may have, or no other is left.</summary>
    /// <param name="history">What is known.</param>
    public double[]? Next(History history)
    {
        if (history.Next > _search.RunCap) return null;
        return history.Next <= _search.First.Count ? PointOf(_search.First[history.Next - 1]) : _proposer.Next(history);
    }

    /// <summary>The points that need no results, one after the other: all of them, or as many as may be under way at once.</summary>
    public IEnumerable<double[]> Beginning()
    {
        var points = new List<double[]>();
        while ((!_search.Learns || points.Count < _search.Parallelism) && Next(new History([], points)) is { } point)
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

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var filter in _excluded) filter.Dispose();
    }

    private double[] PointOf(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var values = parameters.ToDictionary(p => p.Key, p => SettingValue.Parse(p.Value));
        return Space.Reduce([.. _factors.Select(factor => factor.Place(values))]);
    }

    private bool IsExcluded(IReadOnlyList<double> point)
    {
        if (_excluded.Count == 0) return false;
        var variant = VariantOf(point);
        var row = _columns.Row(0, variant?.Name, Values(point, variant));
        return _excluded.Any(filter => filter.Matches(row));
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
