namespace Goalkeeper.Runner;

/// <summary>One combination of values: what a trial runs with one of its seeds.</summary>
public sealed class Point
{
    /// <param name="variant">The variant, or null.</param>
    /// <param name="located">The values by name, without defaults, and where each is written.</param>
    internal Point(Variant? variant, IReadOnlyDictionary<string, Located<SettingValue>> located) => (Variant, Located) = (variant, located);

    internal Variant? Variant { get; }

    internal IReadOnlyDictionary<string, Located<SettingValue>> Located { get; }

    internal IReadOnlyDictionary<string, SettingValue> Values => Located.ToDictionary(v => v.Key, v => v.Value.Value);

    /// <summary>The value of a parameter.</summary>
    /// <exception cref="InvalidOperationException">It does not exist here (<see cref="Space.OnlyWhen"/>); <see cref="Has"/> tells.</exception>
    public T Get<T>(Parameter<T> parameter)
        where T : notnull => Located.TryGetValue(parameter.Name, out var value)
            ? parameter.ValueOf(value.Value)
            : throw new InvalidOperationException($"{parameter} does not exist at the point {this}.");

    /// <summary>Whether a parameter exists here.</summary>
    public bool Has(Parameter parameter) => Located.ContainsKey(parameter.Name);

    /// <summary>"lr 0.1, depth 2", after the variant.</summary>
    public override string ToString() => string.Join(
        ", ",
        [.. Variant is null ? (string[])[] : [$"`{Variant.Name}`"], .. Located.Select(v => $"{v.Key} {v.Value.Value.Word}")]);
}
