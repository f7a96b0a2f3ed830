using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace DiploTracker.Specs;

/// <summary>The methods and fields that compiled code names (ECMA-335, partition III).</summary>
internal static class Instructions
{
    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<(OperandType Operand, int Token)> TokensOf(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            // 0xFE begins an instruction of two bytes.
            var instruction = code[at] == 0xFE ? OpCodes[unchecked((short)(0xFE00 | code[at + 1]))] : OpCodes[code[at]];
            at += instruction.Size;
            if (instruction.OperandType is OperandType.InlineMethod or OperandType.InlineField)
                yield return (instruction.OperandType, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)));
            at += Length(instruction.OperandType, code.AsSpan(at));
        }
    }

    private static int Length(OperandType operand, ReadOnlySpan<byte> rest) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(rest),
        _ => 4,
    };
}
