using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>An array of a file: its axes are known, its content is read when it is asked for.</summary>
/// <param name="where">File and array, for errors.</param>
/// <param name="shape">Sizes of the axes; empty for a single number.</param>
/// <param name="type">What the file calls its type, for errors.</param>
internal abstract class NamedArray(string where, IReadOnlyList<int> shape, string type)
{
    /// <summary>How many numbers an array may have: 512 MB as doubles. A file of a few kilobytes can unpack to any size.</summary>
    public const int MostNumbers = 64_000_000;

    private const int LongestText = 1000;

    /// <summary>File and array, for errors.</summary>
    public string Where { get; } = where;

    /// <summary>Sizes of the axes; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>As Python writes it: (209, 64, 64, 3).</summary>
    public string ShapeText => ShapeOf(Shape);

    /// <summary>How many numbers or texts.</summary>
    public Int128 Count => Shape.Aggregate((Int128)1, (product, axis) => product * axis);

    /// <summary>What the file calls its type, for errors.</summary>
    protected string Type { get; } = type;

    /// <summary>The numbers, the last axis fastest, whatever order they were saved in.</summary>
    /// <exception cref="UserErrorException">They are too many, or no numbers.</exception>
    public double[] Numbers() => Count <= MostNumbers
        ? ReadNumbers()
        : throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture, $"{Where}: its shape is {ShapeText}, {Count:N0} numbers; expected at most {MostNumbers:N0}"));

    /// <summary>The two texts of an array of one axis: what labels 0 and 1 stand for.</summary>
    /// <exception cref="UserErrorException">They are not two, or the same, or no texts.</exception>
    public IReadOnlyList<string> TwoTexts()
    {
        if (Shape is not [2]) throw NoTexts();
        var texts = ReadTexts();
        if (texts[0] == texts[1]) throw new UserErrorException($"{Where}: both of its texts are `{texts[0]}`; expected two names, what 0 and 1 stand for");
        return texts.All(text => text.Length is > 0 and < LongestText)
            ? texts
            : throw new UserErrorException($"{Where}: one of its texts is empty or very long; expected two names, what 0 and 1 stand for");
    }

    /// <summary>Axes as Python writes them.</summary>
    public static string ShapeOf(IReadOnlyList<int> shape) => shape is [var only]
        ? string.Create(CultureInfo.InvariantCulture, $"({only},)")
        : $"({string.Join(", ", shape.Select(n => n.ToString(CultureInfo.InvariantCulture)))})";

    protected abstract double[] ReadNumbers();

    protected abstract IReadOnlyList<string> ReadTexts();

    protected UserErrorException NoNumbers(string expected) => new(
        $"{Where}: its dtype is {Type}; expected {expected}; in Python, array.astype(\"float64\") makes one");

    protected UserErrorException NoTexts() => new(
        $"{Where}: its dtype is {Type}, its shape {ShapeText}; expected two texts (dtype S or U), what 0 and 1 stand for");
}
