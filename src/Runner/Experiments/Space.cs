using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>The parameters that a sweep varies, and how they depend on each other. The first is the slowest to change.</summary>
public sealed class Space
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<IReadOnlyList<string>> _zip = [];
    private readonly List<OnlyWhen> _onlyWhen = [];
    private readonly List<Func<Point, bool>> _excluded = [];

    /// <summary>The parameters in the order in which they were added.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    internal IReadOnlyList<IReadOnlyList<string>> Zipped => _zip;

    internal IReadOnlyList<OnlyWhen> Conditions => _onlyWhen;

    /// <summary>Adds a parameter that takes each of some values.</summary>
    /// <typeparam name="T">Numbers, texts, truth values, an enumeration, or lists of them.</typeparam>
    /// <param name="name">Letters, digits, _, - and ., a letter or _ first; tables have a column of that name.</param>
    /// <param name="values">At least one, no two the same.</param>
    /// <returns>What asks a point or a trial for its value.</returns>
    /// <exception cref="ArgumentException">The name is none or is taken, or the values are not what can be stored and told apart.</exception>
    public Parameter<T> Add<T>(string name, params IReadOnlyList<T> values)
        where T : notnull
    {
        CheckName(name);
        return Added(new Parameter<T>(name, values));
    }

    /// <summary>Adds a parameter that is any number of a range, for a search (<see cref="SweepOptions.Method"/>).</summary>
    /// <param name="name">As for <see cref="Add"/>.</param>
    /// <param name="min">The least number.</param>
    /// <param name="max">The greatest, larger than <paramref name="min"/>.</param>
    /// <exception cref="ArgumentException">The name is none or is taken, or the numbers are no range.</exception>
    public Parameter<double> AddUniform(string name, double min, double max)
    {
        CheckName(name);
        CheckRange(name, min, max);
        return Added(new Parameter<double>(name, Distributed("uniform", ("min", min), ("max", max)), number => number));
    }

    /// <summary>Adds a parameter that is any number of a range, whose logarithm is as likely anywhere: 0.001 to 0.01 as 0.01 to 0.1.</summary>
    /// <param name="name">As for <see cref="Add"/>.</param>
    /// <param name="min">The least number, above 0.</param>
    /// <param name="max">The greatest, larger than <paramref name="min"/>.</param>
    /// <exception cref="ArgumentException">The name is none or is taken, or the numbers are no range.</exception>
    public Parameter<double> AddLogUniform(string name, double min, double max)
    {
        CheckName(name);
        CheckRange(name, min, max);
        if (min <= 0) throw new ArgumentException(FormattableString.Invariant($"{name} begins at {min}, which has no logarithm; expected a number above 0."), nameof(min));
        return Added(new Parameter<double>(name, Distributed("log_uniform_values", ("min", min), ("max", max)), number => number));
    }

    /// <summary>Adds a parameter that is any whole number of a range.</summary>
    /// <param name="name">As for <see cref="Add"/>.</param>
    /// <param name="min">The least number.</param>
    /// <param name="max">The greatest, larger than <paramref name="min"/>.</param>
    /// <exception cref="ArgumentException">The name is none or is taken, or the numbers are no range.</exception>
    public Parameter<int> AddWhole(string name, int min, int max)
    {
        CheckName(name);
        CheckRange(name, min, max);
        return Added(new Parameter<int>(name, Distributed("int_uniform", ("min", min), ("max", max)), number => (int)number));
    }

    /// <summary>Has parameters go together: first value with first, second with second.</summary>
    /// <exception cref="ArgumentException">They are not of this space, go together already, or have not as many values each.</exception>
    public void Zip(params IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            Check(parameter);
            if (parameter.Distribution is not null) throw new ArgumentException($"{parameter} has a range, whose values cannot go with others.");
            if (parameter.Values.Count != parameters[0].Values.Count)
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"{parameters[0]} has {parameters[0].Values.Count} values, and {parameter} {parameter.Values.Count}; what goes together needs as many of each."));
            }
            if (_zip.Exists(group => group.Contains(parameter.Name))) throw new ArgumentException($"{parameter} goes together with others already.");
        }
        if (parameters.Distinct().Count() is var count && (count < 2 || count < parameters.Count))
            throw new ArgumentException("Parameters that go together are at least two, and each stands there once.", nameof(parameters));
        _zip.Add([.. parameters.Select(p => p.Name)]);
    }

    /// <summary>Has a parameter exist only where another one, added before it, has one of some values.</summary>
    /// <exception cref="ArgumentException">They are not of this space in that order, or the values are not the other's.</exception>
    public void OnlyWhen<T>(Parameter parameter, Parameter<T> other, params IReadOnlyList<T> values)
        where T : notnull
    {
        Check(parameter);
        Check(other);
        if (_parameters.IndexOf(other) >= _parameters.IndexOf(parameter)) throw new ArgumentException($"{parameter} depends on {other}; expected it to be added after it.");
        if (other.Distribution is not null) throw new ArgumentException($"{other} has a range; expected a parameter with values.", nameof(other));
        if (values.Count == 0) throw new ArgumentException($"{parameter} would never exist; expected a value of {other}.", nameof(values));
        if (_onlyWhen.Exists(c => c.Name == parameter.Name)) throw new ArgumentException($"{parameter} has a condition already.", nameof(parameter));
        var when = new Dictionary<string, IReadOnlyList<SettingValue>> { [other.Name] = [.. values.Select(other.Stored)] };
        _onlyWhen.Add(new OnlyWhen(parameter.Name, when, parameter.At!));
    }

    /// <summary>Leaves out the points of which something is true.</summary>
    public void Exclude(Func<Point, bool> isExcluded) => _excluded.Add(isExcluded);

    internal bool HasExclusions => _excluded.Count > 0;

    /// <summary>Whether a point is left out.</summary>
    internal bool IsExcluded(Point point) => _excluded.Exists(isExcluded => isExcluded(point));

    /// <summary>The points that are not excluded.</summary>
    /// <exception cref="InvalidOperationException">All are.</exception>
    internal IReadOnlyList<Point> Keep(IReadOnlyList<Point> points)
    {
        var kept = points.Where(point => !IsExcluded(point)).ToList();
        return kept.Count > 0 ? kept : throw new InvalidOperationException("Exclude leaves nothing to run: it is true of every point.");
    }

    /// <summary>The point of a stored trial.</summary>
    internal Point PointOf(PlannedTrial trial) => new(variant: null, new OrderedDictionary<string, Located<SettingValue>>(_parameters
        .Where(p => trial.Parameters.ContainsKey(p.Name))
        .Select(p => KeyValuePair.Create(p.Name, new Located<SettingValue>(SettingValue.Parse(trial.Parameters[p.Name]), p.At!)))));

    private static ParameterDistribution Distributed(string name, params (string Key, double Number)[] numbers) =>
        new(name, new OrderedDictionary<string, double>(numbers.Select(n => KeyValuePair.Create(n.Key, n.Number))));

    private static void CheckRange(string name, double min, double max)
    {
        if (!(min < max) || !double.IsFinite(max - min))
            throw new ArgumentException(FormattableString.Invariant($"{name} goes from {min} to {max}; expected a larger max, and finite numbers."), nameof(max));
    }

    private void CheckName(string name)
    {
        if (ObjectiveSpace.Program.WhyNone(name) is { } why) throw new ArgumentException($"The name `{name}`: {why}.", nameof(name));
        if (_parameters.Find(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } same)
            throw new ArgumentException($"`{name}` and `{same}` would be one column of a table; rename one.", nameof(name));
    }

    private Parameter<T> Added<T>(Parameter<T> parameter)
        where T : notnull
    {
        _parameters.Add(parameter);
        return parameter;
    }

    private void Check(Parameter parameter)
    {
        if (!_parameters.Contains(parameter)) throw new ArgumentException($"{parameter} is a parameter of another space.", nameof(parameter));
    }
}
