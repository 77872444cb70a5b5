using System.Collections;
using System.Globalization;

namespace Goalkeeper.Runner;

/// <summary>A setting that a sweep varies.</summary>
public class Parameter
{
    /// <param name="name">The setting.</param>
    /// <param name="values">No two the same; none where they are distributed over a range.</param>
    internal Parameter(string name, IReadOnlyList<Located<SettingValue>> values) => (Name, Values) = (name, values);

    /// <summary>What it is called in the store and in every table.</summary>
    public string Name { get; }

    internal IReadOnlyList<Located<SettingValue>> Values { get; }

    /// <summary>How likely each value is, or null: all are alike.</summary>
    internal IReadOnlyList<double>? Probabilities { get; init; }

    /// <summary>How its values are distributed over a range, or null: they are listed.</summary>
    internal ParameterDistribution? Distribution { get; init; }

    /// <summary>Where the file says it.</summary>
    internal SourceLocation? At { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Its values as a plan has them.</summary>
    internal string ToJson()
    {
        var values = $"[{string.Join(',', Values.Select(v => v.Value.Written))}]";
        return Distribution?.ToJson() ?? (Probabilities is { } shares ? $"{{\"values\":{values},\"probabilities\":{SettingValue.Of(shares)}}}" : values);
    }
}

/// <summary>A setting that a sweep varies in C#; <see cref="Space.Add"/> makes it, and a point or a trial gives its value.</summary>
/// <typeparam name="T">Numbers, texts, truth values, an enumeration, or lists of them.</typeparam>
public sealed class Parameter<T> : Parameter
    where T : notnull
{
    // Larger whole numbers would be rounded where numbers are compared.
    private const long LargestWhole = 1L << 53;

    private static readonly SourceLocation Code = new("the program");

    private readonly Dictionary<SettingValue, T> _values = [];
    private readonly Func<double, T>? _number; // of a range

    /// <exception cref="ArgumentException">The values are none, or not what can be stored and told apart.</exception>
    internal Parameter(string name, IReadOnlyList<T> values)
        : base(name, [.. values.Select(value => new Located<SettingValue>(Stored(name, value), Code))])
    {
        if (values.Count == 0) throw new ArgumentException($"{name} has no values.", nameof(values));
        At = Code;
        foreach (var (stored, value) in Values.Zip(values))
        {
            if (!_values.TryAdd(stored.Value, value)) throw new ArgumentException($"{name} has the value {stored.Value.Word} twice.", nameof(values));
        }
    }

    /// <summary>A parameter with a range.</summary>
    internal Parameter(string name, ParameterDistribution distribution, Func<double, T> number)
        : base(name, [])
    {
        (Distribution, At) = (distribution, Code);
        _number = number;
    }

    /// <summary>The value as the program gave it.</summary>
    /// <exception cref="ArgumentException">The parameter has no such value: it is another space's.</exception>
    internal T ValueOf(SettingValue stored) => _number is not null ? _number(stored.Number) : _values.TryGetValue(stored, out var value)
        ? value
        : throw new ArgumentException($"{Name} has no value {stored.Word} here: it is a parameter of another space.");

    /// <exception cref="ArgumentException">The parameter has no such value.</exception>
    internal SettingValue Stored(T value) => Stored(Name, value) is var stored && _values.ContainsKey(stored)
        ? stored
        : throw new ArgumentException($"{Name} has no value {stored.Word}.", nameof(value));

    private static SettingValue Stored(string name, object value) => value switch
    {
        IEnumerable items and not string => SettingValue.Of([.. items.Cast<object>().Select(item => Single(name, item))]),
        _ => Single(name, value),
    };

    // A text that begins like a list would come back from a store as one. A float is what it is written as: 0.1f is 0.1.
    private static SettingValue Single(string name, object value) => value switch
    {
        bool truth => SettingValue.Of(truth),
        string text when !text.StartsWith('[') && !text.Contains('\0', StringComparison.Ordinal) => SettingValue.Of(text),
        Enum word => SettingValue.Of(word.ToString()),
        sbyte or byte or short or ushort or int or uint => SettingValue.Of(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        long whole and >= -LargestWhole and <= LargestWhole => SettingValue.Of(whole),
        double number when double.IsFinite(number) => SettingValue.Of(number),
        float number when float.IsFinite(number) => SettingValue.Of(double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        decimal number => SettingValue.Of((double)number),
        _ => throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"{name} has the value {value}; expected finite numbers up to 2^53, texts that do not begin with [, truth values, an enumeration, or lists of them.")),
    };
}
