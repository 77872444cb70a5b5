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
internal sealed partial class NpyArray : NamedArray
{
    private const int LongestHeader = 1 << 20;

    // Numbers that are read at once.
    private const int Block = 1 << 16;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    private static readonly Dictionary<string, (string Name, int Size, Func<byte[], int, double> Read)> Numeric = new()
    {
        ["|u1"] = ("uint8", 1, (bytes, at) => bytes[at]),
        ["<i8"] = ("int64", 8, (bytes, at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at))),
        ["<f4"] = ("float32", 4, (bytes, at) => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at))),
        ["<f8"] = ("float64", 8, (bytes, at) => BinaryPrimitives.ReadDoubleLittleEndian(bytes.AsSpan(at))),
    };

    private readonly Func<Stream> _open;
    private readonly Header _header;

    /// <summary>Reads the header of one array.</summary>
    /// <param name="open">Gives it from its beginning, each time anew.</param>
    /// <param name="length">Bytes that there are.</param>
    /// <param name="where">File and array, for errors.</param>
    /// <exception cref="UserErrorException">It is not an array of numbers or texts, or not all of it is there.</exception>
    public NpyArray(Func<Stream> open, long length, string where)
        : this(open, ReadHeader(open, length, where), where)
    {
    }

    private NpyArray(Func<Stream> open, Header header, string where)
        : base(where, header.Shape, header.Type) => (_open, _header) = (open, header);

    protected override double[] ReadNumbers()
    {
        if (!Numeric.TryGetValue(Type, out var type))
        {
            throw NoNumbers(
                $"{string.Join(", ", Numeric.Values.SkipLast(1).Select(t => t.Name))} or {Numeric.Values.Last().Name}");
        }
        var numbers = new double[(int)Count];
        FromContent(stream =>
        {
            var bytes = new byte[Math.Min(Block, numbers.Length) * type.Size];
            for (var done = 0; done < numbers.Length;)
            {
                var block = Math.Min(Block, numbers.Length - done);
                stream.ReadExactly(bytes, 0, block * type.Size);
                for (var i = 0; i < block; i++) numbers[done++] = type.Read(bytes, i * type.Size);
            }
            return true;
        });
        return _header.IsFortran ? LastAxisFastest(numbers) : numbers;
    }

    protected override IReadOnlyList<string> ReadTexts()
    {
        var encoding = Type[1] switch { 'S' => Encoding.Latin1, 'U' => Encoding.UTF32, _ => throw NoTexts() };
        var size = (int)Math.Min(_header.ContentSize / Shape[0], 1 << 16);
        var bytes = FromContent(stream =>
        {
            var content = new byte[size * Shape[0]];
            stream.ReadExactly(content);
            return content;
        });
        return [.. Enumerable.Range(0, Shape[0]).Select(i => encoding.GetString(bytes, i * size, size).TrimEnd('\0'))];
    }

    private static Header ReadHeader(Func<Stream> open, long length, string where)
    {
        try
        {
            using var stream = open();
            return Parse(stream, length, where);
        }
        catch (EndOfStreamException e)
        {
            throw Truncated(where, "it ends within its header", e);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(where, e);
        }
    }

    private T FromContent<T>(Func<Stream, T> read)
    {
        try
        {
            using var stream = _open();
            stream.ReadExactly(new byte[_header.Size]);
            return read(stream);
        }
        catch (EndOfStreamException e)
        {
            throw Truncated(Where, "its last bytes are missing", e);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(Where, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{Where}: cannot be read: {e.Message}", e);
        }
    }

    private static Header Parse(Stream stream, long length, string where)
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
        var textSize = major == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(sizeBytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(sizeBytes);
        if (textSize > LongestHeader)
            throw new UserErrorException($"{where}: its header is {textSize} bytes; expected at most {LongestHeader}");
        var textBytes = new byte[textSize];
        stream.ReadExactly(textBytes);
        var text = (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(textBytes);

        var (type, isFortran, shape) = Parse(text, where);
        var needed = ContentSize(type, shape, where);
        var size = start.Length + sizeBytes.Length + (int)textSize;
        var there = length - size;
        var counts = FormattableString.Invariant($"shape {ShapeOf(shape)} and dtype {type} need {needed} bytes, and there are {there}");
        if (there < needed) throw Truncated(where, counts);
        if (there > needed) throw new UserErrorException($"{where}: {counts}; save or copy it again");
        return new Header(type, isFortran, shape, size, needed);
    }

    private static (string Type, bool IsFortran, int[] Shape) Parse(string header, string where)
    {
        var (type, order, axes) = (TypePattern().Match(header), OrderPattern().Match(header), ShapePattern().Match(header));
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

    private static long ContentSize(string type, int[] shape, string where)
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

    private static UserErrorException Damaged(string where, InvalidDataException e) =>
        new($"{where}: damaged: {e.Message} Save or copy it again.", e);

    private static UserErrorException Truncated(string where, string how, Exception? inner = null) =>
        new($"{where}: truncated: {how}; save or copy it again", inner);

    [GeneratedRegex(@"'descr':\s*'([^']{2,})'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order':\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();

    /// <summary>What stands before the numbers.</summary>
    /// <param name="Type">NumPy's descr, such as &lt;f8.</param>
    /// <param name="IsFortran">Whether the first axis is the fastest.</param>
    /// <param name="Shape">Sizes of the axes.</param>
    /// <param name="Size">Its own size, in bytes.</param>
    /// <param name="ContentSize">That of the numbers after it, in bytes.</param>
    private sealed record Header(string Type, bool IsFortran, int[] Shape, int Size, long ContentSize);
}
