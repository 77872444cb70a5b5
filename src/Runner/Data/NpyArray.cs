using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// One array as NumPy writes it (the .npy format, versions 1 to 3): its type, its axes, its bytes. Nothing pickled is read: a pickle is a
/// program.
/// </summary>
internal sealed partial class NpyArray
{
    private const int LongestHeader = 1 << 20;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    private static readonly Dictionary<string, (string Name, int Size, Func<byte[], int, double> Read)> Numeric = new()
    {
        ["|u1"] = ("uint8", 1, (bytes, at) => bytes[at]),
        ["<i8"] = ("int64", 8, (bytes, at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at))),
        ["<f4"] = ("float32", 4, (bytes, at) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at))),
        ["<f8"] = ("float64", 8, (bytes, at) => BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at))),
    };

    private readonly string _where;
    private readonly string _type;
    private readonly bool _isFortran;
    private readonly byte[] _content;

    private NpyArray(string where, string type, bool isFortran, int[] shape, byte[] content) =>
        (_where, _type, _isFortran, Shape, _content) = (where, type, isFortran, shape, content);

    /// <summary>Sizes of the axes; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Reads one array.</summary>
    /// <param name="stream">At its beginning.</param>
    /// <param name="length">Bytes that there are.</param>
    /// <param name="where">File and array, for errors.</param>
    /// <exception cref="UserErrorException">It is not an array of numbers or texts, or not all of it.</exception>
    public static NpyArray Read(Stream stream, long length, string where)
    {
        try
        {
            return Parse(stream, length, where);
        }
        catch (EndOfStreamException e)
        {
            throw Truncated(where, "it ends within its header", e);
        }
        catch (InvalidDataException e)
        {
            throw new UserErrorException($"{where}: damaged: {e.Message} Save or copy it again.", e);
        }
    }

    /// <summary>The numbers, the last axis fastest, whatever order they were saved in.</summary>
    /// <exception cref="UserErrorException">They are not uint8, int64, float32 or float64.</exception>
    public double[] Numbers()
    {
        if (!Numeric.TryGetValue(_type, out var type))
        {
            throw new UserErrorException(
                $"{_where}: its dtype is {_type}; expected {string.Join(", ", Numeric.Values.SkipLast(1).Select(t => t.Name))} or "
                + $"{Numeric.Values.Last().Name}; in Python, array.astype(\"float64\") makes one");
        }
        var numbers = new double[_content.Length / type.Size];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = type.Read(_content, i * type.Size);
        return _isFortran ? LastAxisFastest(numbers) : numbers;
    }

    /// <summary>The texts of an array of bytes (S) or characters (U) of one axis.</summary>
    /// <exception cref="UserErrorException">They are not texts.</exception>
    public IReadOnlyList<string> Texts()
    {
        var encoding = _type[1] switch { 'S' => Encoding.Latin1, 'U' => Encoding.UTF32, _ => null };
        if (encoding is null || Shape is not [var count])
        {
            throw new UserErrorException(
                $"{_where}: its dtype is {_type}, its shape {ShapeText}; expected one axis of texts (dtype S or U)");
        }
        var size = count == 0 ? 0 : _content.Length / count;
        return [.. Enumerable.Range(0, count).Select(i => encoding.GetString(_content, i * size, size).TrimEnd('\0'))];
    }

    /// <summary>As Python writes it: (209, 64, 64, 3).</summary>
    public string ShapeText => ShapeOf(Shape);

    /// <summary>Axes as Python writes them.</summary>
    public static string ShapeOf(IReadOnlyList<int> shape) => shape is [var only]
        ? string.Create(CultureInfo.InvariantCulture, $"({only},)")
        : $"({string.Join(", ", shape.Select(n => n.ToString(CultureInfo.InvariantCulture)))})";

    private static NpyArray Parse(Stream stream, long length, string where)
    {
        var start = new byte[8];
        stream.ReadExactly(start);
        if (!start.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            throw new UserErrorException($"{where}: not a NumPy array; expected one that np.save or np.savez wrote");
        var major = start[6];
        if (major is < 1 or > 3)
            throw new UserErrorException(FormattableString.Invariant($"{where}: version {major} of the .npy format; expected 1, 2 or 3"));
        var sizeBytes = new byte[major == 1 ? 2 : 4];
        stream.ReadExactly(sizeBytes);
        var headerSize = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(sizeBytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(sizeBytes);
        if (headerSize > LongestHeader)
            throw new UserErrorException($"{where}: its header is {headerSize} bytes; expected at most {LongestHeader}");
        var headerBytes = new byte[headerSize];
        stream.ReadExactly(headerBytes);
        var header = (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(headerBytes);

        var (type, isFortran, shape) = Header(header, where);
        var needed = Size(type, shape, where);
        var there = length - start.Length - sizeBytes.Length - headerSize;
        var counts = FormattableString.Invariant($"shape {ShapeOf(shape)} and dtype {type} need {needed} bytes, and there are {there}");
        if (there < needed) throw Truncated(where, counts);
        if (there > needed) throw new UserErrorException($"{where}: {counts}; save or copy it again");
        var content = new byte[needed];
        try
        {
            stream.ReadExactly(content);
        }
        catch (EndOfStreamException e)
        {
            throw Truncated(where, "its last bytes are missing", e);
        }
        return new NpyArray(where, type, isFortran, shape, content);
    }

    private static (string Type, bool IsFortran, int[] Shape) Header(string header, string where)
    {
        var (type, order, axes) = (Type().Match(header), Order().Match(header), Axes().Match(header));
        if (!type.Success && header.Contains("'descr'", StringComparison.Ordinal))
            throw new UserErrorException($"{where}: an array of records; expected an array of numbers");
        if (type.Success && type.Groups[1].Value is [_, 'O', ..])
        {
            throw new UserErrorException(
                $"{where}: holds pickled Python objects, which are never read; expected an array of numbers. "
                + "Pictures of different sizes become objects: bring them to one size first");
        }
        var shape = new List<int>();
        foreach (var axis in axes.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(axis, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                throw new UserErrorException($"{where}: an axis of its shape is `{axis}`; expected a whole number up to {int.MaxValue}");
            shape.Add(size);
        }
        return type.Success && order.Success && axes.Success
            ? (type.Groups[1].Value, order.Groups[1].Value == "True", [.. shape])
            : throw new UserErrorException($"{where}: its header is `{header.Trim()}`; expected descr, fortran_order and shape");
    }

    private static long Size(string type, int[] shape, string where)
    {
        // '<f8' is eight bytes; '<U5' is five characters of four bytes.
        if (!int.TryParse(type.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var digits))
            throw new UserErrorException($"{where}: its dtype is {type}; expected numbers or texts");
        var size = shape.Aggregate(
            (Int128)digits * (type[1] == 'U' ? 4 : 1), (product, axis) => product > Array.MaxLength ? product : product * axis);
        return size <= Array.MaxLength
            ? (long)size
            : throw new UserErrorException($"{where}: its shape is {ShapeOf(shape)}; expected at most {Array.MaxLength} bytes of numbers");
    }

    // NumPy's Fortran order: the first axis is the fastest.
    private double[] LastAxisFastest(double[] numbers)
    {
        var ordered = new double[numbers.Length];
        var index = new int[Shape.Count];
        var strides = new int[Shape.Count];
        for (var (axis, stride) = (0, 1); axis < Shape.Count; stride *= Shape[axis], axis++) strides[axis] = stride;
        var from = 0;
        for (var to = 0; to < ordered.Length; to++)
        {
            ordered[to] = numbers[from];
            for (var axis = Shape.Count - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < Shape[axis]) break;
                from -= strides[axis] * Shape[axis];
                index[axis] = 0;
            }
        }
        return ordered;
    }

    private static UserErrorException Truncated(string where, string how, Exception? inner = null) =>
        new($"{where}: truncated: {how}; save or copy it again", inner);

    [GeneratedRegex(@"'descr':\s*'([^']{2,})'")]
    private static partial Regex Type();

    [GeneratedRegex(@"'fortran_order':\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex Axes();
}
